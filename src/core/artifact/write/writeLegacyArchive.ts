import { createHash } from 'node:crypto';

import type { Image } from '../../image/image.js';
import { ImageError } from '../../image/imageError.js';
import { formatPlatform } from '../../platform/platform.js';
import { configFileOf } from '../artifactFormat.js';
import { parseImageName } from './imageName.js';
import { tagsFor } from './imageWriter.js';
import type { ImageWriter, WriteResult, WriteWork } from './imageWriter.js';
import type { PlannedBlob, WrittenBlob } from './layerPlan.js';
import { encodeJson, parse } from './manifestBlob.js';
import type { OutputTree } from './outputTree.js';
import { packPlan } from './packPlan.js';

/** A layer of an image under the id that Docker gave layers before they were named by content. */
interface LegacyLayer {
  readonly id: string;
  readonly parent?: string;
  readonly blob: PlannedBlob;
  readonly isTop: boolean;
  readonly image: Image;
}

interface LegacyImage {
  readonly image: Image;
  readonly layers: readonly LegacyLayer[];
}

/**
 * Writes what `docker save` wrote before Docker 25, which Docker 1.10 and newer load: a folder a layer, a layer that
 * comes again as a symlink. https://github.com/moby/docker-image-spec/blob/v1.3.1/v1.2.md
 */
export const writeLegacyArchive: ImageWriter = async (work, tree, options) => {
  const images = work.items.map(({ image }) => ({ image, layers: legacyLayers(image, work) }));
  checkPlatforms(images, work);
  const owners = ownersOf(images);
  const idOf = (blob: PlannedBlob): string => owners.get(blob)?.id ?? '';
  const blobs = await packPlan(
    work.plan,
    tree,
    {
      forecast: (blob) =>
        blob.digest === undefined
          ? undefined
          : { name: layerName(idOf(blob)), sizeBytes: blob.layer.blob.sizeBytes },
      nameOf: (blob) => layerName(idOf(blob)),
      before: (blob) => writeFolder(owners.get(blob), tree),
    },
    { ...options, recompress: false },
  );
  await writeRepeats(images, owners, tree);
  await writeLists(images, work, tree);
  return { reports: images.map((image) => reportOf(image, blobs, owners)), notes: [], kept: [] };
};

function layerName(id: string): string {
  return `${id}/layer.tar`;
}

function legacyLayers(image: Image, { plan }: WriteWork): readonly LegacyLayer[] {
  const layers: LegacyLayer[] = [];
  for (const [index, layer] of image.layers.entries()) {
    const parent = layers.at(-1)?.id;
    const isTop = index === image.layers.length - 1;
    const facts = [parent ?? '', layer.diffId, isTop ? image.configDigest : ''];
    const id = createHash('sha256').update(facts.join(' ')).digest('hex');
    layers.push({ id, image, blob: plan.blobOf(layer), isTop, ...(parent !== undefined && { parent }) });
  }
  return layers;
}

/** The format names no platform where images are chosen, so that a reader could not tell them apart. */
function checkPlatforms(images: readonly LegacyImage[], { target }: WriteWork): void {
  const platforms = [...new Set(images.map(({ image }) => formatPlatform(image.platform)))];
  if (platforms.length > 1) {
    throw new ImageError(
      'archive-ambiguous',
      `The format ${target.format} holds one platform, but there are ${platforms.join(', ')}; choose one with --platform.`,
    );
  }
}

/** The folder that holds each blob: the first that is made of it. */
function ownersOf(images: readonly LegacyImage[]): ReadonlyMap<PlannedBlob, LegacyLayer> {
  const all = images.flatMap(({ layers }) => layers);
  return new Map(all.toReversed().map((layer) => [layer.blob, layer]));
}

/** The folder of a layer, with what stands in it before the layer itself. */
async function writeFolder(layer: LegacyLayer | undefined, tree: OutputTree): Promise<void> {
  if (layer !== undefined) {
    await tree.addDirectory(layer.id);
    await tree.addFile(`${layer.id}/VERSION`, new TextEncoder().encode('1.0'));
    await tree.addFile(`${layer.id}/json`, encodeJson(layerJson(layer), 'config'));
  }
}

async function writeRepeats(
  images: readonly LegacyImage[],
  owners: ReadonlyMap<PlannedBlob, LegacyLayer>,
  tree: OutputTree,
): Promise<void> {
  const written = new Set([...owners.values()].map(({ id }) => id));
  for (const layer of images.flatMap(({ layers }) => layers)) {
    const owner = owners.get(layer.blob);
    if (owner !== undefined && !written.has(layer.id)) {
      written.add(layer.id);
      await writeFolder(layer, tree);
      await tree.addLink(layerName(layer.id), `../${layerName(owner.id)}`);
    }
  }
}

function layerJson({ image, id, parent, isTop }: LegacyLayer): object {
  const { created, author, architecture, variant, os, config } = parse(image.configBytes);
  return {
    id,
    ...(parent !== undefined && { parent }),
    created: created ?? '1970-01-01T00:00:00Z',
    ...(isTop && { author, architecture, variant, os, config }),
  };
}

async function writeLists(
  images: readonly LegacyImage[],
  { target }: WriteWork,
  tree: OutputTree,
): Promise<void> {
  const repositories = new Map<string, Map<string, string>>();
  for (const { image, layers } of images) {
    await tree.addFile(configFileOf(image.configDigest), image.configBytes);
    for (const tag of tagsFor(image, target)) {
      const name = parseImageName(tag);
      const top = layers.at(-1)?.id;
      if (name !== undefined && top !== undefined) {
        const tags = repositories.get(name.repository) ?? new Map<string, string>();
        repositories.set(name.repository, tags.set(name.tag, top));
      }
    }
  }
  const sections = images.map(({ image, layers }) => {
    const tags = tagsFor(image, target);
    return {
      Config: configFileOf(image.configDigest),
      RepoTags: tags.length === 0 ? null : tags,
      Layers: layers.map(({ id }) => layerName(id)),
    };
  });
  await tree.addFile('manifest.json', encodeJson(sections, 'manifest.json'));
  const lists = [...repositories].map(([repository, tags]) => [repository, Object.fromEntries(tags)]);
  await tree.addFile('repositories', encodeJson(Object.fromEntries(lists), 'repositories'));
}

function reportOf(
  { image, layers }: LegacyImage,
  blobs: ReadonlyMap<PlannedBlob, WrittenBlob>,
  owners: ReadonlyMap<PlannedBlob, LegacyLayer>,
): WriteResult['reports'][number] {
  return {
    platform: formatPlatform(image.platform),
    configDigest: image.configDigest,
    layers: layers.flatMap(({ id, blob }, index) => {
      const layer = image.layers[index];
      const packed = blobs.get(blob)?.packed;
      return layer === undefined || packed === undefined
        ? []
        : [
            {
              diffId: layer.diffId,
              digest: packed.digest,
              sizeBytes: packed.sizeBytes,
              layerId: id,
              source: layer.source,
              file: layerName(owners.get(blob)?.id ?? id),
            },
          ];
    }),
  };
}
