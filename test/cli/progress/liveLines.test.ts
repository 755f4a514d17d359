import { expect, test } from 'vitest';

import { formatLive } from '../../../src/cli/progress/liveLines.js';
import type { Canvas } from '../../../src/cli/progress/liveLines.js';
import { reduceLive } from '../../../src/cli/progress/liveState.js';
import type { LiveState } from '../../../src/cli/progress/liveState.js';
import type { BuildStatus, PlatformStatus, StepStatus } from '../../../src/core/build/buildStatus.js';
import { plainStyle, terminalStyle } from '../../../src/core/report/textStyle.js';
import { expectGolden } from '../../support/golden.js';

const wide: Canvas = { columns: 100, rows: 24, style: plainStyle, isUnicode: true };

const moment = { nowMs: 9000, isCancelling: false };

const running: StepStatus = {
  digest: 'sha256:1',
  name: 'RUN apt-get update \u001B[2J && make -j4 all install DESTDIR=/out VERBOSE=1',
  stage: 'build 3/4',
  state: 'running',
  cached: false,
  startedMs: 5000,
  bytes: { current: 0, total: 0 },
  logLines: [],
  droppedLines: 0,
};

const status: BuildStatus = {
  state: 'running',
  recipeName: 'greeting',
  startedMs: 1000,
  platforms: [
    platform('linux/amd64', 'succeeded', { done: 8, total: 8, cached: 2 }, []),
    platform('linux/arm64', 'running', { done: 3, total: 8, cached: 0 }, [running]),
    platform('linux/riscv64', 'failed', { done: 4, total: 8, cached: 0 }, [{ ...running, state: 'failed' }]),
    platform('shared', 'waiting', { done: 0, total: 0, cached: 0 }, []),
  ],
  warnings: [],
  messages: [],
};

const state: LiveState = {
  recipeName: 'greeting',
  phase: 'building',
  phaseStartedMs: 1000,
  startedMs: 0,
  status,
  bytes: undefined,
  outcome: undefined,
};

test('a platform has a bar, its counts, its time and what it does', () => {
  expectGolden('cli/live.txt', draw(state, wide));
});

test('without UTF-8 the bars are ASCII', () => {
  expectGolden('cli/liveAscii.txt', draw(state, { ...wide, isUnicode: false }));
});

test('a terminal of 50 columns has no room for bars', () => {
  expectGolden('cli/liveNarrow.txt', draw(state, { ...wide, columns: 50 }));
});

test('while artifacts are written the bytes are shown', () => {
  const converting = {
    ...state,
    phase: 'converting' as const,
    bytes: { current: 5_000_000, total: 20_000_000 },
  };
  expectGolden('cli/liveBytes.txt', draw(converting, wide));
});

test.each([200, 100, 61, 59, 30, 10, 1])('no line fills a terminal of %d columns', (columns) => {
  const lines = formatLive(state, { ...wide, columns }, moment);
  expect(lines.filter((line) => Array.from(line).length >= Math.max(columns, 2))).toEqual([]);
});

test('more platforms than rows are cut', () => {
  expect(formatLive(state, { ...wide, rows: 3 }, moment)).toHaveLength(2);
});

test('colours stand around what was cut, never inside', () => {
  const lines = formatLive(state, { ...wide, columns: 40, style: terminalStyle }, moment);
  // eslint-disable-next-line no-control-regex -- the sequences are what is looked at
  expect(lines.map((line) => line.replace(/\u001B\[\d+m/g, ''))).toEqual(
    formatLive(state, { ...wide, columns: 40 }, moment),
  );
});

test.each([
  ['succeeded', 'greeting  done  9.0s'],
  ['failed', 'greeting  failed  9.0s'],
  ['cancelled', 'greeting  cancelled  9.0s'],
  [undefined, 'greeting  cancelling (once more ends it by force)  9.0s'],
] as const)('after a cancellation the head of a build that %s says so', (outcome, expected) => {
  const [head] = formatLive({ ...state, outcome }, wide, { nowMs: 9000, isCancelling: true });
  expect(head).toBe(expected);
});

test('a new phase forgets the bytes of the one before', () => {
  const before = { ...state, bytes: { current: 1, total: 2 } };
  expect(reduceLive(before, { kind: 'phase', phase: 'verifying' }, 7000)).toEqual({
    ...state,
    phase: 'verifying',
    phaseStartedMs: 7000,
  });
});

function draw(of: LiveState, canvas: Canvas): string {
  return `${formatLive(of, canvas, moment).join('\n')}\n`;
}

function platform(
  name: string,
  platformState: PlatformStatus['state'],
  counts: { readonly done: number; readonly total: number; readonly cached: number },
  steps: readonly StepStatus[],
): PlatformStatus {
  const started = platformState === 'waiting' ? {} : { startedMs: 1000 };
  const ended = platformState === 'succeeded' ? { endedMs: 4500 } : {};
  return {
    platform: name,
    state: platformState,
    steps,
    counts: { ...counts, running: 0, failed: 0 },
    ...started,
    ...ended,
    bytes: { current: 0, total: 0 },
  };
}
