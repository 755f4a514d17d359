import { expect, test } from 'vitest';

import { typingDelayMs } from '../../../src/server/check/typingDelay.js';

test('a small text is checked almost at once', () => {
  expect(typingDelayMs(2000, undefined)).toBeLessThanOrEqual(20);
});

test('a slow check is repeated seldom, but never later than after a moment', () => {
  expect([typingDelayMs(2000, 100), typingDelayMs(2000, 60_000)]).toEqual([150, 600]);
});
