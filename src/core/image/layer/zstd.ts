import { Decompress } from 'fzstd';

import { messageOf } from '../../base/errors.js';
import { ImageError } from '../imageError.js';

/** A block of 128 KiB may be four bytes long, so that this much becomes 64 MiB at most before anybody can stop it. */
const sliceBytes = 2048;

/** Decodes what is written to it. */
export interface ZstdDecoder {
  /** Settles when the content of the bytes was taken; damage is `archive-corrupt`. */
  write(bytes: Uint8Array): Promise<void>;
  /** Fails with `archive-corrupt` when the last frame is cut off. There is never padding: 0. */
  finish(): Promise<number>;
  destroy(): void;
}

/**
 * Decodes zstd, and hands each piece of content to `take`. Several frames are one stream, as in layers that can be
 * fetched by parts. Why not zlib's decoder: it ends after the first frame, and Node.js has it from 22.15 only.
 * Checksums are not looked at: whoever reads it compares digests. Damage is `archive-corrupt`, naming `what`.
 */
export function createZstdDecoder(what: string, take: (content: Uint8Array) => Promise<void>): ZstdDecoder {
  let decoded: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => decoded.push(chunk));
  const push = async (slice: Uint8Array, isLast: boolean): Promise<void> => {
    decoded = [];
    pushSlice(decoder, { slice, isLast, what });
    for (const chunk of decoded) {
      await take(chunk);
    }
  };
  return {
    async write(bytes) {
      for (let start = 0; start < bytes.length; start += sliceBytes) {
        // Why a copy: the decoder keeps what it cannot use yet, and the bytes are the caller's again after this call.
        await push(bytes.slice(start, start + sliceBytes), false);
      }
    },
    async finish() {
      await push(new Uint8Array(), true);
      return 0;
    },
    destroy: () => undefined,
  };
}

/**
 * Decodes zstd. Several frames are one stream, as in layers that can be fetched by parts. Why not zlib's decoder:
 * it ends after the first frame, and Node.js has it from 22.15 only. Checksums are not looked at: whoever reads it
 * compares digests. Damage is `archive-corrupt`, naming `what`.
 */
export async function* decodeZstd(
  bytes: AsyncIterable<Uint8Array>,
  what: string,
): AsyncGenerator<Uint8Array> {
  let decoded: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => decoded.push(chunk));
  const push = (slice: Uint8Array, isLast: boolean): readonly Uint8Array[] => {
    decoded = [];
    pushSlice(decoder, { slice, isLast, what });
    return decoded;
  };
  for await (const chunk of bytes) {
    for (let start = 0; start < chunk.length; start += sliceBytes) {
      yield* push(chunk.subarray(start, start + sliceBytes), false);
    }
  }
  yield* push(new Uint8Array(), true);
}

function pushSlice(
  decoder: Decompress,
  { slice, isLast, what }: { readonly slice: Uint8Array; readonly isLast: boolean; readonly what: string },
): void {
  try {
    decoder.push(slice, isLast);
  } catch (error) {
    const message = `The zstd stream of ${what} is damaged: ${messageOf(error)}.`;
    throw new ImageError('archive-corrupt', message, { cause: error });
  }
}
