import { expect, test } from 'vitest';

import { formatBytes, formatCount, formatDuration } from '../../../src/core/report/quantity.js';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [29_712_512, '29.7 MB'],
  [5e12, '5.0 TB'],
  [5e15, '5000.0 TB'],
])('%d bytes are %s', (sizeBytes, expected) => {
  expect(formatBytes(sizeBytes)).toBe(expected);
});

test.each([
  [-5, '0.0s'],
  [0, '0.0s'],
  [440, '0.4s'],
  [59_949, '59.9s'],
  [59_950, '1m 00s'],
  [65_000, '1m 05s'],
  [3_599_400, '59m 59s'],
  [3_599_950, '1h 00m'],
  [7_620_000, '2h 07m'],
])('%d ms are %s', (durationMs, expected) => {
  expect(formatDuration(durationMs)).toBe(expected);
});

test('counts agree with their noun', () => {
  expect([0, 1, 2].map((count) => formatCount(count, 'error'))).toEqual(['no errors', '1 error', '2 errors']);
});
