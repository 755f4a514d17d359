import type { ByteSource } from '../../base/byteSource.js';
import type { Digest } from '../../base/digest.js';
import { sniffCompression } from './compression.js';
import type { Descriptor } from '../format/descriptor.js';
import type { Layer } from '../image.js';

/** Builds a layer around its stored bytes, of which only the first few are read. */
export async function createLayer(
  diffId: Digest,
  blob: ByteSource,
  name: string,
  facts: { readonly claim?: Pick<Descriptor, 'digest' | 'sizeBytes'>; readonly source?: string } = {},
): Promise<Layer> {
  const { claim, source = '' } = facts;
  const compression = await sniffCompression(blob);
  return { diffId, blob, name, source, compression, ...(claim !== undefined && { claim }) };
}
