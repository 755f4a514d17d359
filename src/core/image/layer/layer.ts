import type { ByteSource } from '../../base/byteSource.js';
import type { Digest } from '../../base/digest.js';
import { sniffCompression } from './compression.js';
import type { Layer } from '../image.js';

/** Builds a layer around its stored bytes, of which only the first few are read. */
export async function createLayer(
  diffId: Digest,
  blob: ByteSource,
  name: string,
  facts: Partial<Pick<Layer, 'claim' | 'claimedCompression' | 'descriptor' | 'source'>> = {},
): Promise<Layer> {
  return { source: '', ...facts, diffId, blob, name, compression: await sniffCompression(blob) };
}
