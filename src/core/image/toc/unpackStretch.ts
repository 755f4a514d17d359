import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

import type { ByteSource } from '../../base/byteSource.js';
import { memorySource } from '../archive/byteRange.js';
import { decompressed } from '../layer/compression.js';
import type { TocPlace } from './tocPlace.js';

/** Stored bytes that are unpacked by themselves. */
export interface Stretch {
  readonly kind: TocPlace['kind'];
  readonly offset: number;
  /** Behind its last byte. */
  readonly end: number;
  /** How much of what comes out is looked at. */
  readonly wantedBytes: number;
}

/** Up to this a stretch is read whole: layers have tens of thousands of small ones, and a stream for each takes long. */
const wholeBytes = 256 * 1024;

const gunzip = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip);

/** Unpacks a stretch of a layer, at least as far as is wanted; damage is `archive-corrupt`. */
export async function* unpackStretch(blob: ByteSource, stretch: Stretch): AsyncGenerator<Uint8Array> {
  const { kind, offset, end, wantedBytes } = stretch;
  const compression = kind === 'estargz' ? 'gzip' : 'zstd';
  if (end - offset > wholeBytes || wantedBytes > wholeBytes) {
    yield* decompressed(blob.stream(offset, end - offset), compression, 'a piece');
    return;
  }
  const stored = await blob.read(offset, end - offset);
  const content = compression === 'gzip' ? await gunzipWhole(stored) : undefined;
  if (content === undefined) {
    yield* decompressed(memorySource(stored).stream(), compression, 'a piece');
  } else {
    yield content;
  }
}

/** Undefined for what is damaged or too large; then the stream tells how far it goes. */
async function gunzipWhole(stored: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return await gunzip(stored, { maxOutputLength: 2 * wholeBytes });
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return undefined;
    }
    throw error;
  }
}
