import type { Image } from '../../image/image.js';
import { formatPlatform } from '../../platform/platform.js';
import {
  configFileOf,
  digestsFile,
  formatDigests,
  formatManifest,
  layerFileOf,
  layerIdOf,
  manifestFile,
} from '../artifactFormat.js';
import type { LayerReport } from '../imageReport.js';
import { tagsFor } from './imageWriter.js';
import type { ImageWriter, WriteResult, WriteWork } from './imageWriter.js';
import type { PlannedBlob, WrittenBlob } from './layerPlan.js';
import { packPlan } from './packPlan.js';

/** Writes Launchpad's artifact set of the images of one platform, a section each. */
export const writeLaunchpadSet: ImageWriter = async (work, tree, options) => {
  const { items, target, folder } = work;
  await tree.addDirectory(folder);
  const blobs = await packPlan(
    work.plan,
    tree,
    {
      forecast: () => undefined,
      nameOf: ({ layer }) => `${folder}/${layerFileOf(layerIdOf(layer.diffId))}`,
    },
    {
      ...options,
      recompress: target.recompress ?? false,
      ...(target.level !== undefined && { level: target.level }),
    },
  );
  const reports = items.map(({ image }) => reportOf(image, work, blobs));
  const sections = items.map(({ image }, index) => ({
    configDigest: image.configDigest,
    layers: reports[index]?.layers ?? [],
    tags: tagsFor(image, target),
  }));
  const encoder = new TextEncoder();
  for (const { image } of items) {
    await tree.addFile(`${folder}/${configFileOf(image.configDigest)}`, image.configBytes);
  }
  await tree.addFile(`${folder}/${digestsFile}`, encoder.encode(formatDigests(sections)));
  await tree.addFile(`${folder}/${manifestFile}`, encoder.encode(formatManifest(sections)));
  return { reports, notes: [], kept: [] };
};

function reportOf(
  image: Image,
  work: WriteWork,
  blobs: ReadonlyMap<PlannedBlob, WrittenBlob>,
): WriteResult['reports'][number] {
  const all = work.items.flatMap((item) => item.image.layers);
  return {
    platform: formatPlatform(image.platform),
    ...(image.manifestDigest !== undefined && { manifestDigest: image.manifestDigest }),
    configDigest: image.configDigest,
    layers: image.layers.flatMap((layer): readonly LayerReport[] => {
      const packed = blobs.get(work.plan.blobOf(layer))?.packed;
      const layerId = layerIdOf(layer.diffId);
      // Why any: digests.json holds equal diff_ids once, and one of them may know more than the others.
      const source = all.find(({ diffId, source: other }) => diffId === layer.diffId && other !== '')?.source;
      return packed === undefined
        ? []
        : [
            {
              diffId: layer.diffId,
              digest: packed.digest,
              sizeBytes: packed.sizeBytes,
              layerId,
              source: source ?? '',
              file: layerFileOf(layerId),
            },
          ];
    }),
  };
}
