import * as path from 'node:path';

import type { Digest } from '../base/digest.js';
import type { Files } from '../host/host.js';
import type { Image, Layer } from '../image/image.js';
import { checkLayer, packLayer } from '../image/layer/packLayer.js';
import type { PackedLayer, PackOptions } from '../image/layer/packLayer.js';
import { formatPlatform } from '../platform/platform.js';
import {
  configFileOf,
  digestsFile,
  formatDigests,
  formatManifest,
  layerFileOf,
  layerIdOf,
  manifestFile,
} from './artifactFormat.js';
import type { ImageReport, LayerReport } from './imageReport.js';
import { runTasks } from './taskPool.js';

/** Two, so that both cores of a small machine are busy and memory stays bounded. */
const layersAtOnce = 2;

/**
 * Writes the artifact set of the images of one platform, a section each, into an existing empty directory. Nothing
 * is cleaned up on failure.
 */
export async function writeArtifacts(
  images: readonly Image[],
  directory: string,
  files: Files,
  options: PackOptions,
): Promise<readonly ImageReport[]> {
  const all = images.flatMap((image) => image.layers);
  const packed = await writeLayers(all, directory, files, options);
  const reports = images.map((image) => reportOf(image, all, packed, directory));
  const sections = reports.map((report, index) => ({ ...report, tags: images[index]?.tags ?? [] }));
  for (const { configDigest, configBytes } of images) {
    await writeFile(files, path.join(directory, configFileOf(configDigest)), configBytes);
  }
  await writeText(files, path.join(directory, digestsFile), formatDigests(sections));
  await writeText(files, path.join(directory, manifestFile), formatManifest(sections));
  return reports;
}

function reportOf(
  image: Image,
  all: readonly Layer[],
  packed: ReadonlyMap<Digest, PackedLayer>,
  directory: string,
): ImageReport {
  return {
    platform: formatPlatform(image.platform),
    ...(image.manifestDigest !== undefined && { manifestDigest: image.manifestDigest }),
    configDigest: image.configDigest,
    layers: image.layers.flatMap((layer) => layerReportOf(layer, all, packed.get(layer.diffId))),
    directory,
  };
}

/** Equal diff_ids are one file; what is claimed of the repeats is checked all the same. */
async function writeLayers(
  layers: readonly Layer[],
  directory: string,
  files: Files,
  options: PackOptions,
): Promise<ReadonlyMap<Digest, PackedLayer>> {
  const packed = new Map<Digest, PackedLayer>();
  const firsts = new Set(new Map([...layers].reverse().map((layer) => [layer.diffId, layer])).values());
  const tasks = layers.map((layer) => async (signal: AbortSignal) => {
    if (firsts.has(layer)) {
      packed.set(layer.diffId, await writeLayer(layer, directory, files, { ...options, signal }));
    } else {
      await checkLayer(layer, { ...options, signal });
    }
  });
  await runTasks(tasks, layersAtOnce, options.signal);
  return packed;
}

function layerReportOf(
  { diffId }: Layer,
  layers: readonly Layer[],
  packed: PackedLayer | undefined,
): readonly LayerReport[] {
  const layerId = layerIdOf(diffId);
  const source = layers.find((layer) => layer.diffId === diffId && layer.source !== '')?.source ?? '';
  return packed === undefined ? [] : [{ diffId, ...packed, layerId, source, file: layerFileOf(layerId) }];
}

async function writeLayer(
  layer: Layer,
  directory: string,
  files: Files,
  options: PackOptions,
): Promise<PackedLayer> {
  const writer = await files.create(path.join(directory, layerFileOf(layerIdOf(layer.diffId))));
  try {
    return await packLayer(layer, (bytes) => writer.write(bytes), options);
  } finally {
    await writer.close();
  }
}

function writeText(files: Files, file: string, text: string): Promise<void> {
  return writeFile(files, file, new TextEncoder().encode(text));
}

async function writeFile(files: Files, file: string, bytes: Uint8Array): Promise<void> {
  const writer = await files.create(file);
  try {
    await writer.write(bytes);
  } finally {
    await writer.close();
  }
}
