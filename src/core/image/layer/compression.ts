import { Readable, pipeline } from 'node:stream';
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';

import { assertNever } from '../../base/assertNever.js';
import type { ByteSource } from '../../base/byteSource.js';
import { isTarHeader, tarBlockBytes } from '../archive/tarHeader.js';
import { ImageError } from '../imageError.js';
import { decodeZstd } from './zstd.js';

/** How bytes are packed. */
export type Compression = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz';

/** Small chunks halve zlib's speed. */
export const zlibChunkBytes = 256 * 1024;

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
];

/** How many first bytes of a blob are looked at. */
export const sniffedBytes: number = tarBlockBytes;

/** What the first bytes of a blob say of its compression. A tar archive may start with a name that looks like one. */
export async function sniffCompression(source: ByteSource): Promise<Compression> {
  const start = await source.read(0, Math.min(source.sizeBytes, sniffedBytes));
  const found = magics.find(([, magic]) => magic.every((byte, index) => start[index] === byte));
  const compression = found?.[0] ?? (isSkippableFrame(start) ? 'zstd' : 'none');
  return compression === 'none' || isTarHeader(start) ? 'none' : compression;
}

/** https://www.rfc-editor.org/rfc/rfc8878#section-3.1.2 */
function isSkippableFrame(start: Uint8Array): boolean {
  const [first = 0, second, third, fourth] = start;
  return (first & 0xf0) === 0x50 && second === 0x2a && third === 0x4d && fourth === 0x18;
}

/** Decodes bytes; damage is `archive-corrupt`, naming `what`, and bzip2 and xz are `archive-unsupported`. */
export async function* decompressed(
  bytes: AsyncIterable<Uint8Array>,
  compression: Compression,
  what: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* decoded(bytes, compression, what);
  } catch (error) {
    if (isCodecError(error)) {
      const message = `The ${compression} stream of ${what} is damaged: ${error.message}.`;
      throw new ImageError('archive-corrupt', message, { cause: error });
    }
    throw error;
  }
}

function decoded(
  bytes: AsyncIterable<Uint8Array>,
  compression: Compression,
  what: string,
): AsyncIterable<Uint8Array> {
  switch (compression) {
    case 'none':
      return bytes;
    case 'gzip':
      return through(bytes, zlib.createGunzip({ chunkSize: zlibChunkBytes }));
    case 'zstd':
      return decodeZstd(bytes, what);
    case 'bzip2':
    case 'xz':
      throw new ImageError(
        'archive-unsupported',
        `${what} is compressed with ${compression}, which no registry takes; save the image again with gzip.`,
      );
    default:
      return assertNever(compression);
  }
}

function isCodecError(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
  );
}

/** The bytes after they went through `transform`; a failure of either side ends the other. */
async function* through(bytes: AsyncIterable<Uint8Array>, transform: Transform): AsyncGenerator<Uint8Array> {
  const done = new Promise<void>((resolve, reject) => {
    pipeline(Readable.from(bytes, { objectMode: false }), transform, (error) => {
      if (error) {
        reject(error);
      } else {
        resolve();
      }
    });
  });
  done.catch(() => undefined);
  for await (const chunk of transform as AsyncIterable<Uint8Array>) {
    yield chunk;
  }
  await done;
}
