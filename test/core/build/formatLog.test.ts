import { expect, test } from 'vitest';
import type { BuildEvent } from '../../../src/core/build/buildEvent.js';
import { createLogFormatter } from '../../../src/core/build/formatLog.js';
import { expectGolden } from '../../support/golden.js';
import { recordedVersions, replay } from './replay.js';

function lines(events: readonly BuildEvent[]): readonly string[] {
  return events.flatMap(createLogFormatter());
}

const started: BuildEvent = {
  kind: 'started',
  timeMs: 1000,
  recipeName: 'app',
  platforms: ['linux/amd64', 'linux/arm64'],
};
const step = {
  kind: 'vertex',
  digest: 'd',
  name: '[linux/arm64 1/2] RUN make',
  inputs: [],
  cached: false,
} as const;
const log: BuildEvent = { kind: 'log', vertex: 'd', stream: 'stdout', text: 'half', timeMs: 0 };

test.each(recordedVersions)('the log of a failed build with buildx %s', (version) => {
  const failure = { message: 'The command of this step ended with exit code 3.', logTail: [] };
  const finished: BuildEvent = { kind: 'finished', timeMs: 3400, outcome: 'failed', failure };
  const text = lines([started, ...replay(version, 'failed'), finished]).join('\n');
  expectGolden(`log/failed-${version}.txt`, `${text}\n`);
});

test('a step begins, writes and ends; the platform is padded to the longest', () => {
  const arm = { ...started, platforms: ['linux/arm/v7', 'linux/arm64'] };
  expect(
    lines([
      arm,
      step,
      { ...step, startedMs: 1000 },
      { ...log, text: 'one\ntw' },
      { ...log, text: 'o\nthree' },
      { ...step, startedMs: 1000, completedMs: 2250 },
    ]),
  ).toEqual([
    '-- build of app for linux/arm/v7, linux/arm64',
    'linux/arm64  [1/2] RUN make',
    'linux/arm64  [1/2] | one',
    'linux/arm64  [1/2] | two',
    'linux/arm64  [1/2] | three',
    'linux/arm64  [1/2] done 1.3s',
  ]);
});

test('a cached step is named', () => {
  expect(lines([{ ...step, cached: true, startedMs: 1, completedMs: 1 }])).toEqual([
    'linux/arm64 [1/2] RUN make',
    'linux/arm64 [1/2] cached',
  ]);
});

test('a step stopped because another failed is cancelled, not failed', () => {
  const error =
    'process "make" did not complete successfully: exit code: 137: context canceled: context canceled';
  expect(lines([{ ...step, startedMs: 1, completedMs: 2, error }])[1]).toBe('linux/arm64 [1/2] cancelled');
});

test('steps of no platform are shared and numbered; a second end is told only when it is news', () => {
  const internal = { ...step, name: '[internal] load .dockerignore' };
  expect(
    lines([
      started,
      { ...internal, startedMs: 1, completedMs: 2 },
      { ...internal, startedMs: 3 },
      { ...internal, startedMs: 3, completedMs: 9 },
      { ...internal, digest: 'e', startedMs: 3, completedMs: 900 },
    ]).slice(1),
  ).toEqual([
    'shared      [#1] [internal] load .dockerignore',
    'shared      [#1] done 0.0s',
    'shared      [#2] [internal] load .dockerignore',
    'shared      [#2] done 0.9s',
  ]);
});

test('a step of the only platform carries its name', () => {
  const single = { ...started, platforms: ['linux/arm64'] };
  expect(lines([single, { ...step, name: '[2/4] RUN make', startedMs: 1 }])[1]).toBe(
    'linux/arm64 [2/4] RUN make',
  );
});

test('messages, warnings (each once) and the end stand on lines of the tool', () => {
  expect(
    lines([
      started,
      { kind: 'message', text: 'ERROR: \u001b[31mno\u001b[0m' },
      { kind: 'message', text: '' },
      { kind: 'warning', vertex: '', message: 'NoTag:\n give one', detail: [], file: 'Dockerfile', line: 3 },
      { kind: 'warning', vertex: '', message: 'Old', detail: [] },
      { kind: 'warning', vertex: 'of another platform', message: 'Old', detail: [] },
      { kind: 'finished', timeMs: 3500, outcome: 'cancelled' },
    ]).slice(1),
  ).toEqual([
    '-- ERROR: no',
    '--',
    '-- warning: NoTag: give one (Dockerfile:3)',
    '-- warning: Old',
    '-- build cancelled after 2.5s',
  ]);
});
