import { createHash } from 'node:crypto';

import type { Digest } from '../../base/digest.js';
import type { Descriptor } from '../format/descriptor.js';
import { ImageError } from '../imageError.js';

/** The sha256 digest of bytes that are in memory. */
export function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Counts and hashes what passes. */
export interface Measure {
  readonly add: (bytes: Uint8Array) => void;
  /** To be called once, at the end. */
  readonly result: () => Pick<Descriptor, 'digest' | 'sizeBytes'>;
}

/** A Measure that has seen nothing yet. */
export function createMeasure(): Measure {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  return {
    add(bytes) {
      hash.update(bytes);
      sizeBytes += bytes.length;
    },
    result: () => ({ digest: `sha256:${hash.digest('hex')}`, sizeBytes }),
  };
}

/** Compares what passed with what was claimed: `archive-mismatch`, naming both. */
export function checkClaim(
  claim: Pick<Descriptor, 'digest' | 'sizeBytes'>,
  actual: Pick<Descriptor, 'digest' | 'sizeBytes'>,
  what: string,
): void {
  if (claim.sizeBytes !== actual.sizeBytes) {
    throw new ImageError(
      'archive-mismatch',
      `${what} should have ${claim.sizeBytes} bytes, but has ${actual.sizeBytes}.`,
    );
  }
  checkDigest(claim.digest, actual.digest, what);
}

/** Compares two digests: `archive-mismatch`, naming both. */
export function checkDigest(claimed: Digest, actual: Digest, what: string): void {
  if (claimed !== actual) {
    throw new ImageError('archive-mismatch', `${what} should be ${claimed}, but its bytes are ${actual}.`);
  }
}
