import { expect, test } from 'vitest';

import { createEstimate } from '../../webview/format/estimate.js';

/** What is said of each progress: bytes done, of 100, and the time in seconds. */
function said(...steps: readonly (readonly [current: number, seconds: number])[]): readonly string[] {
  const estimate = createEstimate();
  return steps.map(([current, seconds]) => estimate({ current, total: 100 }, seconds * 1000));
}

test('the time that is left follows from what was done since the first progress', () => {
  expect(said([50, 10], [60, 12], [75, 15])).toEqual(['', 'about 8s left', 'about 5s left']);
});

test('nothing is said within the first second, nor at the end', () => {
  expect(said([0, 0], [20, 0.9], [100, 20])).toEqual(['', '', '']);
});

test('a task that begins anew is not judged by the one before', () => {
  expect(said([0, 0], [50, 100], [10, 101], [20, 103])).toEqual([
    '',
    'about 1m 40s left',
    '',
    'about 16s left',
  ]);
});

test('nothing is said while nobody knows how much there is', () => {
  const estimate = createEstimate();
  expect([estimate(undefined, 0), estimate({ current: 5, total: 0 }, 5000)]).toEqual(['', '']);
});
