import * as z from 'zod';

import { isDigest } from '../base/digest.js';
import type { Digest } from '../base/digest.js';
import { launchpadProcessors } from '../platform/processor.js';
import type { Archive } from './archive/archive.js';
import { openDockerArchive } from './dockerArchive.js';
import type { FoundLayer, LayerFinder } from './dockerArchive.js';
import type { ImageSearch } from './image.js';
import { findNestedLayer } from './nestedLayer.js';
import { decodeJson, readSmallBlob } from './format/jsonBlob.js';

const digestsName = 'digests.json';

/** What is needed of a record of digests.json; launchpad-buildd writes the registry's digest for pulled layers. */
const recordSchema = z.object({
  digest: z.string().default(''),
  source: z.string().nullish(),
  layer_id: z.string().min(1),
});

type LayerRecord = z.infer<typeof recordSchema>;

const digestsSchema = z
  .array(z.record(z.string(), recordSchema))
  .transform((sections) => sections.map((section) => new Map(Object.entries(section))));

type Sections = z.infer<typeof digestsSchema>;

/**
 * Reads Launchpad's artifact set: manifest.json, digests.json, configs, and a gzip file a layer. A folder of sets
 * that are named by processor is one archive of several platforms; so is the first form, whose files hold the layer as
 * a member `layer.tar`. Undefined when there is no digests.json.
 */
export async function openLaunchpadSet(archive: Archive): Promise<ImageSearch | undefined> {
  const whole = await openSet(archive, '');
  if (whole !== undefined || (await isOther(archive))) {
    return whole;
  }
  const searches: ImageSearch[] = [];
  for (const processor of launchpadProcessors()) {
    const search = await openSet(archive, `${processor}/`);
    searches.push(...(search === undefined ? [] : [search]));
  }
  return searches.length === 0
    ? undefined
    : {
        images: searches.flatMap(({ images }) => images),
        incomplete: searches.flatMap(({ incomplete }) => incomplete),
        leftAside: searches.flatMap(({ leftAside }) => leftAside),
      };
}

async function isOther(archive: Archive): Promise<boolean> {
  return (
    (await archive.find('manifest.json')) !== undefined || (await archive.find('index.json')) !== undefined
  );
}

async function openSet(archive: Archive, folder: string): Promise<ImageSearch | undefined> {
  const blob = await archive.find(`${folder}${digestsName}`);
  if (blob === undefined) {
    return undefined;
  }
  const what = `${folder}${digestsName} of ${archive.name}`;
  const sections = decodeJson(await readSmallBlob(blob, what), digestsSchema, what);
  const set: Archive = { ...archive, find: (name) => archive.find(`${folder}${name}`) };
  return openDockerArchive(set, (index) => layerFinder(set, sections, index));
}

/** Launchpad keeps one file for equal diff_ids, under the name that digests.json has; manifest.json may have others. */
function layerFinder(set: Archive, sections: Sections, index: number): LayerFinder {
  return async (name, diffId) => {
    const record = recordOf(sections, index, diffId);
    const [id = ''] = name.split('/');
    for (const layerId of [record?.layer_id, id]) {
      const blob = layerId === undefined ? undefined : await set.find(`${layerId}.tar.gz`);
      if (blob !== undefined) {
        const nested = await findNestedLayer(blob, diffId, `${layerId}.tar.gz of ${set.name}`);
        if (nested !== undefined) {
          // Why without the claim: it is that of the file around the layer.
          return { blob: nested, source: record?.source ?? '' };
        }
        return { blob, ...factsOf(record, layerId, blob.sizeBytes) };
      }
    }
    return undefined;
  };
}

function recordOf(sections: Sections, index: number, diffId: Digest): LayerRecord | undefined {
  const own = sections[index]?.get(diffId);
  return own ?? sections.find((section) => section.has(diffId))?.get(diffId);
}

function factsOf(
  record: LayerRecord | undefined,
  layerId: string | undefined,
  sizeBytes: number,
): Omit<FoundLayer, 'blob'> {
  if (record === undefined) {
    return {};
  }
  const digest = `sha256:${record.digest}`;
  // Why: "sha256:" in front means that the digest is that of the registry, whose bytes are not these.
  const isOfFile = isDigest(digest) && record.layer_id === layerId;
  return { source: record.source ?? '', ...(isOfFile && { claim: { digest, sizeBytes } }) };
}
