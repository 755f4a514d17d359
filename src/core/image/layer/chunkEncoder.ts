import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

import type { Deflater } from '../../deflate/deflater.js';

/** What is packed at once. Part of the format: other chunks give other bytes for the same layer. */
export const chunkBytes: number = 512 * 1024;

/** How far back a match may reach, and so what of the chunk before is needed. https://www.rfc-editor.org/rfc/rfc1951 */
export const dictionaryBytes: number = 32 * 1024;

/** Room for a chunk, what comes before it, and what stored blocks add to bytes that do not shrink. */
export const bufferBytes: number = dictionaryBytes + chunkBytes + 4 * 1024;

/** A chunk to be packed: `start` bytes that a reader has before it, then `length` bytes. */
interface RawChunk {
  readonly buffer: ArrayBuffer;
  readonly start: number;
  readonly length: number;
}

/** A packed chunk: a buffer of the same size that holds `length` packed bytes at its start. */
export interface PackedChunk {
  readonly buffer: ArrayBuffer;
  readonly length: number;
  /** crc32 of the raw bytes, where the format has one. */
  readonly crc: number;
}

/** Packs chunks. */
export interface ChunkEncoder {
  /** How many chunks are worked on at once. */
  readonly parallel: number;
  /** Takes the buffer away until the promise settles. */
  encode(chunk: RawChunk): Promise<PackedChunk>;
}

/** Our own deflate, on the thread that asks. */
export function createDeflateEncoder(deflater: Deflater): ChunkEncoder {
  return {
    parallel: 1,
    encode: ({ buffer, start, length }) =>
      Promise.resolve({ buffer, ...deflater.deflate(buffer, start, length) }),
  };
}

const deflateRaw = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.deflateRaw);

/** What comes nearest to a level of our own in size. */
const zlibLevels: readonly number[] = [4, 3, 4, 4, 5, 6, 7, 8, 9, 9];

/** Node's zlib on its own threads, for where there is no WebAssembly. `level` is one of ours. */
export function createZlibEncoder(level: number): ChunkEncoder {
  return {
    parallel: 4,
    async encode({ buffer, start, length }) {
      const chunk = new Uint8Array(buffer, start, length);
      const packed = await deflateRaw(chunk, {
        level: zlibLevels[level] ?? 6,
        chunkSize: 256 * 1024,
        finishFlush: zlib.constants.Z_SYNC_FLUSH,
        ...(start > 0 && { dictionary: new Uint8Array(buffer, 0, start) }),
      });
      const crc = crcOf(chunk);
      new Uint8Array(buffer).set(packed);
      return { buffer, length: packed.length, crc };
    },
  };
}

const { crc32 } = zlib as { readonly crc32?: (bytes: Uint8Array) => number };

/** The crc32 as zlib puts it at the end of gzip: older Node.js offers it in no other way. */
function crcOf(bytes: Uint8Array): number {
  if (crc32 !== undefined) {
    return crc32(bytes);
  }
  const gzip = zlib.gzipSync(bytes, { level: 1 });
  return gzip.readUInt32LE(gzip.length - 8);
}
