import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { throttle } from '../../../src/core/base/throttle.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function countActs(): { readonly acts: () => number; readonly throttled: ReturnType<typeof throttle> } {
  let count = 0;
  const throttled = throttle(() => (count += 1), 100);
  return { acts: () => count, throttled };
}

test('the first request acts at once, and many more act once', () => {
  const { acts, throttled } = countActs();
  const counts = [0, 1, 2].map(() => {
    throttled.request();
    return acts();
  });
  vi.advanceTimersByTime(100);
  expect([...counts, acts()]).toEqual([1, 1, 1, 2]);
});

test('a request after a quiet interval acts at once', () => {
  const { acts, throttled } = countActs();
  throttled.request();
  vi.advanceTimersByTime(1000);
  throttled.request();
  expect(acts()).toBe(2);
});

test('what is pending is dropped when it is disposed', () => {
  const { acts, throttled } = countActs();
  throttled.request();
  throttled.request();
  throttled.dispose();
  vi.advanceTimersByTime(1000);
  expect(acts()).toBe(1);
});
