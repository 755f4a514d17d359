import { createHash } from 'node:crypto';
import * as zlib from 'node:zlib';

import type { Digest } from '../../base/digest.js';
import { messageOf } from '../../base/errors.js';
import { zlibChunkBytes } from './compression.js';
import { ImageError } from '../imageError.js';

/** What gzip's bytes inflate to. */
export interface Inflated {
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** Zero bytes after the last member, which readers ignore. */
  readonly paddingBytes: number;
}

/** Inflates what is written to it and keeps nothing but the digest. Whoever creates one finishes or destroys it. */
export interface GunzipHash {
  write(bytes: Uint8Array): Promise<void>;
  /** The result; `archive-corrupt` when the gzip stream is cut off, damaged or followed by something else. */
  finish(): Promise<Inflated>;
  destroy(): void;
}

/** Creates a GunzipHash for the blob that a person knows as `what`. Several gzip members are one stream. */
export function createGunzipHash(what: string): GunzipHash {
  const gunzip = zlib.createGunzip({ chunkSize: zlibChunkBytes });
  const hash = createHash('sha256');
  let writtenBytes = 0;
  let inflatedBytes = 0;
  let lastNonZero = 0;
  let isEnded = false;
  gunzip.on('data', (chunk: Uint8Array) => {
    inflatedBytes += chunk.length;
    hash.update(chunk);
  });
  const ended = new Promise<void>((resolve, reject) => {
    gunzip.once('end', resolve).once('error', reject);
  });
  const settled = ended.then(
    () => {
      isEnded = true;
    },
    (error: unknown) => {
      throw new ImageError('archive-corrupt', `The gzip stream of ${what} is damaged: ${messageOf(error)}.`, {
        cause: error,
      });
    },
  );
  settled.catch(() => undefined);
  return {
    async write(bytes) {
      const last = bytes.findLastIndex((byte) => byte !== 0);
      lastNonZero = last === -1 ? lastNonZero : writtenBytes + last + 1;
      writtenBytes += bytes.length;
      // Why: after padding zlib takes no more, and the callback of a write would never come.
      if (!isEnded) {
        await Promise.race([
          new Promise<void>((resolve) =>
            gunzip.write(bytes, () => {
              resolve();
            }),
          ),
          settled,
        ]);
      }
    },
    async finish() {
      gunzip.end();
      await settled;
      const consumedBytes = gunzip.bytesWritten;
      if (lastNonZero > consumedBytes) {
        throw new ImageError(
          'archive-corrupt',
          `The gzip stream of ${what} ends at byte ${consumedBytes}, but other bytes follow it.`,
        );
      }
      return {
        digest: `sha256:${hash.digest('hex')}`,
        sizeBytes: inflatedBytes,
        paddingBytes: writtenBytes - consumedBytes,
      };
    },
    destroy: () => gunzip.destroy(),
  };
}
