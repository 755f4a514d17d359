import { expect, test } from 'vitest';

import { formatByteSize, formatTransfer } from '../../webview/format/byteSize.js';
import { formatCount } from '../../webview/format/count.js';
import { formatShortDigest } from '../../webview/format/digest.js';
import { formatDuration, formatElapsed, formatSpan } from '../../webview/format/duration.js';
import { formatStepState, stepIcon } from '../../webview/format/state.js';

import { step } from './sampleViews.js';

test('a finished time has tenths below ten seconds and never shows 60 of anything', () => {
  const shown = [0, 340, 9_949, 9_950, 59_499, 59_500, 65_000, 3_599_600, 3_720_000].map(formatDuration);
  expect(shown).toEqual(['0.0s', '0.3s', '9.9s', '10s', '59s', '1m 00s', '1m 05s', '1h 00m', '1h 02m']);
});

test('a time that runs is in whole seconds, and never below zero when clocks disagree', () => {
  expect([999, 1_000, 61_999, -5_000].map(formatElapsed)).toEqual(['0s', '1s', '1m 01s', '0s']);
});

test('what has not started has no time', () => {
  const spans = [{}, { startedMs: 1_000 }, { startedMs: 1_000, endedMs: 2_500 }];
  expect(spans.map((span) => formatSpan(span, 5_000))).toEqual(['', '4s', '1.5s']);
});

test('sizes are decimal and change their unit before they reach four digits', () => {
  const shown = [0, 812, 999, 1_000, 999_949, 999_950, 45_200_000, 3_000_000_000_000_000].map(formatByteSize);
  expect(shown).toEqual(['0 B', '812 B', '999 B', '1.0 kB', '999.9 kB', '1.0 MB', '45.2 MB', '3000.0 TB']);
});

test('a transfer is in the unit of its total, or only what has moved while that is unknown', () => {
  const shown = [
    { current: 123_456, total: 45_600_000 },
    { current: 123_456, total: 0 },
  ].map(formatTransfer);
  expect(shown).toEqual(['0.1 / 45.6 MB', '123.5 kB']);
});

test('a digest is shortened with or without its algorithm', () => {
  const hex = '0123456789abcdef'.repeat(4);
  expect([`sha256:${hex}`, hex, 'sha256:0123'].map(formatShortDigest)).toEqual([
    'sha256:0123456789ab…',
    '0123456789ab…',
    'sha256:0123',
  ]);
});

test('counts agree with their noun', () => {
  expect([0, 1, 12_345].map((count) => formatCount(count, 'line'))).toEqual([
    '0 lines',
    '1 line',
    '12,345 lines',
  ]);
});

test('a step from the cache has a word and an icon of its own', () => {
  const steps = [
    step('1', 'a', 'succeeded', { cached: true }),
    step('2', 'b', 'succeeded'),
    step('3', 'c', 'failed'),
  ];
  expect(steps.map((one) => [formatStepState(one), stepIcon(one)])).toEqual([
    ['Cached', 'cached'],
    ['Done', 'succeeded'],
    ['Failed', 'failed'],
  ]);
});
