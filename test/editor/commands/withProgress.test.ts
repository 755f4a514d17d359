import { expect, test } from 'vitest';

import { formatProgress } from '../../../src/editor/commands/withProgress.js';

test.each([
  [{ current: 0, total: 300_000_000 }, 0, '0 %, 0 B of 300.0 MB'],
  [{ current: 135_000_000, total: 300_000_000 }, 9_000, '45 %, 135.0 MB of 300.0 MB, 11 s left'],
  [{ current: 135_000_000, total: 300_000_000 }, 500, '45 %, 135.0 MB of 300.0 MB'],
  [{ current: 500_000_000, total: 2_000_000_000 }, 60_000, '25 %, 500.0 MB of 2.0 GB, 3 min left'],
  [{ current: 300_000_000, total: 300_000_000 }, 20_000, '100 %, 300.0 MB of 300.0 MB'],
  [{ current: 900, total: 4_000 }, 20, '22 %, 900 B of 4.0 kB'],
  [{ current: 0, total: 0 }, 2_000, '0 %, 0 B of 0 B'],
])('after %j in %i ms the notification says %j', (bytes, elapsedMs, words) => {
  expect(formatProgress(bytes, elapsedMs)).toBe(words);
});
