import * as zlib from 'node:zlib';

import { messageOf } from '../../base/errors.js';
import { zlibChunkBytes } from './compression.js';
import { ImageError } from '../imageError.js';

/** Takes content as it comes out; a promise holds back what follows. */
export type TakeContent = (content: Uint8Array) => Promise<void> | undefined;

/** Inflates what is written to it. Whoever creates one finishes or destroys it. */
export interface Gunzip {
  /** Settles when the bytes are used up; `archive-corrupt` for damage, or what taking the content failed with. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * The number of zero bytes after the last member, which readers ignore; `archive-corrupt` when the gzip stream is
   * cut off, damaged or followed by something else.
   */
  finish(): Promise<number>;
  destroy(): void;
}

/** Inflates the blob that a person knows as `what`. Several gzip members are one stream. */
export function createGunzip(what: string, take: TakeContent): Gunzip {
  const gunzip = zlib.createGunzip({ chunkSize: zlibChunkBytes });
  let writtenBytes = 0;
  let lastNonZero = 0;
  let isEnded = false;
  gunzip.on('data', (chunk: Uint8Array) => {
    const taken = take(chunk);
    if (taken !== undefined) {
      gunzip.pause();
      taken.then(
        () => gunzip.resume(),
        (error: unknown) => gunzip.destroy(error as Error),
      );
    }
  });
  const settled = endOf(gunzip, what).then(() => {
    isEnded = true;
  });
  settled.catch(() => undefined);
  return {
    async write(bytes) {
      lastNonZero = lastNonZeroOf(bytes, writtenBytes) ?? lastNonZero;
      writtenBytes += bytes.length;
      // Why: after padding zlib takes no more, and the callback of a write would never come.
      if (!isEnded) {
        await Promise.race([written(gunzip, bytes), settled]);
      }
    },
    async finish() {
      gunzip.end();
      await settled;
      const consumedBytes = gunzip.bytesWritten;
      if (lastNonZero > consumedBytes) {
        const message = `The gzip stream of ${what} ends at byte ${consumedBytes}, but other bytes follow it.`;
        throw new ImageError('archive-corrupt', message);
      }
      return writtenBytes - consumedBytes;
    },
    destroy: () => gunzip.destroy(),
  };
}

/** Just behind the last byte that is not zero, counted from `offset`; undefined when all are zero. */
function lastNonZeroOf(bytes: Uint8Array, offset: number): number | undefined {
  const last = bytes.findLastIndex((byte) => byte !== 0);
  return last === -1 ? undefined : offset + last + 1;
}

function written(gunzip: zlib.Gunzip, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    gunzip.write(bytes, () => {
      resolve();
    });
  });
}

async function endOf(gunzip: zlib.Gunzip, what: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      gunzip.once('end', resolve).once('error', reject);
    });
  } catch (error) {
    throw isZlibError(error)
      ? new ImageError('archive-corrupt', `The gzip stream of ${what} is damaged: ${messageOf(error)}.`, {
          cause: error,
        })
      : error;
  }
}

function isZlibError(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
  );
}
