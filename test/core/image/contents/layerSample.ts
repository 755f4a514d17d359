import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';

import { memorySource } from '../../../../src/core/image/archive/byteRange.js';
import type { LayerContents } from '../../../../src/core/image/contents/layerEntry.js';
import { readLayerContents } from '../../../../src/core/image/contents/readLayerContents.js';
import type { ReadContentsOptions } from '../../../../src/core/image/contents/readLayerContents.js';
import type { Layer } from '../../../../src/core/image/image.js';
import { sniffCompression } from '../../../../src/core/image/layer/compression.js';
import { padded, rawHeader, tarOf } from '../../../support/archiveTar.js';
import type { RawHeader, TarMember } from '../../../support/archiveTar.js';

/** A layer of these stored bytes. */
export async function layerOf(
  bytes: Uint8Array,
  name = 'layer 1',
): Promise<Pick<Layer, 'blob' | 'compression' | 'name'>> {
  const blob = memorySource(bytes);
  return { blob, name, compression: await sniffCompression(blob) };
}

/** What the members of a layer are read as. */
export async function contentsOf(
  members: readonly TarMember[],
  options: ReadContentsOptions = {},
): Promise<LayerContents> {
  return readLayerContents(await layerOf(await tarOf(members)), options);
}

/** What raw bytes of a tar archive are read as. */
export async function readRaw(...parts: readonly Uint8Array[]): Promise<LayerContents> {
  return readLayerContents(await layerOf(Buffer.concat(parts)));
}

/** A header made by hand, with its content. */
export function rawMember(header: RawHeader, content: Uint8Array = new Uint8Array()): Buffer {
  const sizeField = `${content.length.toString(8).padStart(11, '0')}\0`;
  return Buffer.concat([rawHeader({ sizeField, ...header }), padded(content)]);
}

/** What GNU tar packs of a folder, the given options added. */
export function gnuTar(folder: string, ...options: readonly string[]): Buffer {
  return execFileSync('tar', ['-C', folder, ...options, '-cf', '-', '.'], { maxBuffer: 1 << 28 });
}

/** Compressed as one gzip member each. */
export function gzipped(...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts.map((part) => gzipSync(part)));
}
