import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { combineCrc, gzipHeader, gzipTrailer } from '../../../src/core/deflate/gzipFrame.js';

test('the crc32 of two pieces follows from those of each', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), fc.uint8Array({ maxLength: 5000 }), (one, two) => {
      expect(combineCrc(zlib.crc32(one), zlib.crc32(two), two.length)).toBe(
        zlib.crc32(Buffer.concat([one, two])),
      );
    }),
  );
});

test('that holds for pieces of many gigabytes', () => {
  const zeros = Buffer.alloc(2 ** 20);
  let crc = zlib.crc32(Buffer.from('x'));
  for (let index = 0; index < 4097; index += 1) {
    crc = zlib.crc32(zeros, crc);
  }
  let combined = zlib.crc32(zeros);
  let sizeBytes = zeros.length;
  for (let doubling = 0; doubling < 12; doubling += 1) {
    combined = combineCrc(combined, combined, sizeBytes);
    sizeBytes *= 2;
  }
  combined = combineCrc(combined, zlib.crc32(zeros), zeros.length);
  expect(combineCrc(zlib.crc32(Buffer.from('x')), combined, 4097 * zeros.length)).toBe(crc);
});

test('header and trailer around nothing are gzip of nothing', () => {
  expect(zlib.gunzipSync(Buffer.concat([gzipHeader, gzipTrailer(0, 0)]))).toHaveLength(0);
});

test('the size in the trailer is that of the content mod 2^32', () => {
  expect([...gzipTrailer(0, 2 ** 32 + 5).subarray(6)]).toEqual([5, 0, 0, 0]);
});
