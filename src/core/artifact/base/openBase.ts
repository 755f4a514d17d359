import * as path from 'node:path';

import * as z from 'zod';

import type { ByteSource } from '../../base/byteSource.js';
import type { Host } from '../../host/host.js';
import type { Layer } from '../../image/image.js';
import { imageConfigSchema } from '../../image/format/imageConfig.js';
import { decodeJson, readSmallBlob } from '../../image/format/jsonBlob.js';
import { manifestSchema } from '../../image/format/ociSchema.js';
import { ImageError } from '../../image/imageError.js';
import { openImages } from '../../image/openImages.js';
import { openInput } from '../openInput.js';
import type { InputOptions } from '../openInput.js';
import type { BaseLayer, ConversionBase, GivenBase, OpenBase } from './baseImage.js';

/** A base that is open as long as its layers may be read; whoever opens it closes it. */
export interface BaseInput {
  readonly base: OpenBase;
  close(): Promise<void>;
}

/** Opens a base. Errors are those of `openInput` and `openImages`. */
export async function openBase(base: ConversionBase, host: Host, options: InputOptions): Promise<BaseInput> {
  if (!('path' in base)) {
    const layers = base.diffIds.map((diffId): BaseLayer => ({ diffId, source: base.repository }));
    return { base: { layers }, close: () => Promise.resolve() };
  }
  const layers = await readDocument(base, host);
  return layers === undefined
    ? openGiven(base, host, options)
    : { base: { name: base.path, layers }, close: () => Promise.resolve() };
}

async function openGiven(base: GivenBase, host: Host, options: InputOptions): Promise<BaseInput> {
  const input = await openInput(base.path, host, options);
  try {
    const { images } = await openImages(input.archive, { absentLayers: 'name' });
    if (images.length === 0) {
      throw new ImageError('archive-incomplete', `${base.path} holds no base image as a whole.`);
    }
    const layers = images.flatMap((image) => image.layers).map((layer) => toBaseLayer(layer, base));
    return { base: { name: base.path, layers }, close: () => input.close() };
  } catch (error) {
    await input.close();
    throw error;
  }
}

function toBaseLayer(layer: Layer, { repository }: GivenBase): BaseLayer {
  return {
    diffId: layer.diffId,
    source: repository ?? layer.source,
    ...(layer.claim !== undefined && { digest: layer.claim.digest }),
    ...(layer.isAbsent !== true && { layer }),
  };
}

/** Files that stand for the folder they are in. */
const folderParts: readonly string[] = ['manifest.json', 'digests.json', 'index.json', 'oci-layout'];

/** The layers of a manifest or a config that is a file by itself; undefined for everything else. */
async function readDocument(base: GivenBase, { files }: Host): Promise<readonly BaseLayer[] | undefined> {
  if ((await files.status(base.path))?.kind !== 'file' || folderParts.includes(path.basename(base.path))) {
    return undefined;
  }
  const file = await files.open(base.path);
  try {
    return (await isObject(file)) ? decodeLayers(await readSmallBlob(file, base.path), base) : undefined;
  } finally {
    await file.close();
  }
}

async function isObject(file: ByteSource): Promise<boolean> {
  const start = new TextDecoder().decode(await file.read(0, Math.min(file.sizeBytes, 64)));
  return start.trimStart().startsWith('{');
}

const documentSchema = z.looseObject({ rootfs: z.unknown().optional(), layers: z.unknown().optional() });

function decodeLayers(bytes: Uint8Array, { path: name, repository = '' }: GivenBase): readonly BaseLayer[] {
  const document = decodeJson(bytes, documentSchema, name);
  if (document.rootfs !== undefined) {
    const { diffIds } = decodeJson(bytes, imageConfigSchema, name);
    return diffIds.map((diffId) => ({ diffId, source: repository }));
  }
  if (document.layers === undefined) {
    throw new ImageError(
      'archive-unsupported',
      `${name} is neither the manifest nor the config of an image; of an index, give the manifest of a platform.`,
    );
  }
  return decodeJson(bytes, manifestSchema, name).layers.map(({ digest }) => ({ digest, source: repository }));
}
