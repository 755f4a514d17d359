import { expect, test } from 'vitest';

import { formatProgress } from '../../../src/editor/commands/withProgress.js';

test.each([
  [{ current: 0, total: 300_000_000 }, 0, '0 %, 0.0 of 300 MB'],
  [{ current: 135_000_000, total: 300_000_000 }, 9_000, '45 %, 135 of 300 MB, 11 s left'],
  [{ current: 135_000_000, total: 300_000_000 }, 500, '45 %, 135 of 300 MB'],
  [{ current: 300_000_000, total: 300_000_000 }, 20_000, '100 %, 300 of 300 MB'],
  [{ current: 0, total: 0 }, 2_000, '0 %, 0.0 of 0.0 MB'],
])('after %j in %i ms the notification says %j', (bytes, elapsedMs, words) => {
  expect(formatProgress(bytes, elapsedMs)).toBe(words);
});
