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

/** Writes the artifact set of one image into an existing empty directory. Nothing is cleaned up on failure. */
export async function writeArtifacts(
  image: Image,
  directory: string,
  files: Files,
  options: PackOptions,
): Promise<ImageReport> {
  const layers = await writeLayers(image, directory, files, options);
  await writeFile(files, path.join(directory, configFileOf(image.configDigest)), image.configBytes);
  await writeText(files, path.join(directory, digestsFile), formatDigests(layers));
  await writeText(
    files,
    path.join(directory, manifestFile),
    formatManifest(image.configDigest, image.tags, layers),
  );
  return {
    platform: formatPlatform(image.platform),
    ...(image.manifestDigest !== undefined && { manifestDigest: image.manifestDigest }),
    configDigest: image.configDigest,
    layers,
    directory,
  };
}

/** Equal diff_ids are one file; what is claimed of the repeats is checked all the same. */
async function writeLayers(
  image: Image,
  directory: string,
  files: Files,
  options: PackOptions,
): Promise<readonly LayerReport[]> {
  const packed = new Map<Digest, PackedLayer>();
  const firsts = new Set(new Map([...image.layers].reverse().map((layer) => [layer.diffId, layer])).values());
  const tasks = image.layers.map((layer) => async (signal: AbortSignal) => {
    if (firsts.has(layer)) {
      packed.set(layer.diffId, await writeLayer(layer, directory, files, { ...options, signal }));
    } else {
      await checkLayer(layer, { ...options, signal });
    }
  });
  await runTasks(tasks, layersAtOnce, options.signal);
  return image.layers.flatMap((layer) => reportOf(layer, image.layers, packed.get(layer.diffId)));
}

function reportOf(
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
