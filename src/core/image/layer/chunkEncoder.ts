import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

/** What is packed at once. Part of the format: other chunks give other bytes for the same layer. */
export const chunkBytes = 512 * 1024;

/** How far back a match may reach, and so what of the chunk before is needed. https://www.rfc-editor.org/rfc/rfc1951 */
export const dictionaryBytes = 32 * 1024;

/** Room for a chunk, what comes before it, and what stored blocks add to bytes that do not shrink. */
export const bufferBytes: number = dictionaryBytes + chunkBytes + 4 * 1024;

/** A chunk to be packed: `start` bytes of dictionary, then `length` bytes. */
export interface RawChunk {
  readonly buffer: ArrayBuffer;
  readonly start: number;
  readonly length: number;
}

/** A packed chunk: the same buffer, holding `length` packed bytes at its start. */
export interface PackedChunk {
  readonly buffer: ArrayBuffer;
  readonly length: number;
  /** crc32 of the raw bytes. */
  readonly crc: number;
}

/** Packs chunks, several at a time. */
export interface ChunkEncoder {
  /** The most chunks that are worked on at once; more wait. */
  readonly parallel: number;
  /** Takes the buffer away until the promise settles. */
  encode(chunk: RawChunk): Promise<PackedChunk>;
}

const deflateRaw = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.deflateRaw);

/** Node's zlib, on its own threads. */
export function createZlibEncoder(level: number): ChunkEncoder {
  return {
    parallel: 4,
    async encode({ buffer, start, length }) {
      const chunk = new Uint8Array(buffer, start, length);
      const packed = await deflateRaw(chunk, {
        level,
        chunkSize: 256 * 1024,
        finishFlush: zlib.constants.Z_SYNC_FLUSH,
        ...(start > 0 && { dictionary: new Uint8Array(buffer, 0, start) }),
      });
      const crc = zlib.crc32(chunk);
      new Uint8Array(buffer).set(packed);
      return { buffer, length: packed.length, crc };
    },
  };
}
