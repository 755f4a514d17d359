import { expect, test } from 'vitest';

import type { PipelineEvent } from '../../../src/core/pipeline/buildRequest.js';
import { breakBuild, countSteps, reduceBuild } from '../../../src/editor/builds/build.js';
import { afterEvents, sampleBuild, started, vertex } from './sampleBuild.js';

const running = afterEvents(sampleBuild, [
  started,
  vertex('d1', '[linux/amd64 build 1/2] FROM busybox', 'done'),
  vertex('d2', '[linux/arm64 build 1/2] FROM busybox', 'running'),
]);

test('steps of all platforms are counted together', () => {
  expect(countSteps(running.status)).toEqual({ done: 1, total: 2 });
});

test('progress never falls, though BuildKit finds more steps as it goes', () => {
  const more = afterEvents(running, [vertex('d3', '[linux/arm64 build 2/2] RUN make', 'running')]);
  expect(more.progress).toBe(running.progress);
});

test('internal steps that are done before the others are known do not fill the bar', () => {
  const early = afterEvents(sampleBuild, [
    started,
    vertex('i1', '[internal] load build definition from Dockerfile', 'done'),
    vertex('i2', '[linux/amd64 internal] load metadata for docker.io/library/busybox', 'done'),
  ]);
  expect(early.progress).toBeCloseTo(0.05);
});

test('the bar shows the mean of the platforms, one not yet begun included', () => {
  const half = afterEvents(sampleBuild, [started, vertex('d1', '[linux/amd64 1/1] FROM busybox', 'done')]);
  expect(half.progress).toBeCloseTo(0.05 + 0.75 / 2);
});

test('bytes move the bar inside the share of their phase', () => {
  const phases = [
    { kind: 'phase', phase: 'converting' },
    { kind: 'bytes', phase: 'converting', current: 50, total: 100 },
  ] as const;
  const progress = phases.map((event) => reduceBuild(running, event, 2000).progress);
  expect(progress.map((value) => value.toFixed(3))).toEqual(['0.800', '0.875']);
});

test('the result ends the build and keeps what it made', () => {
  const event: PipelineEvent = {
    kind: 'result',
    result: {
      outcome: 'succeeded',
      recipeName: 'app',
      findings: [],
      status: running.status,
      images: [],
      problems: [],
      outputDirectory: '/out/app',
    },
  };
  const { state, progress, endedMs } = reduceBuild(running, event, 9000);
  expect({ state, progress, endedMs }).toEqual({ state: 'succeeded', progress: 1, endedMs: 9000 });
});

test('an error of our own is a failure with a problem that says so', () => {
  const broken = breakBuild(running, 'disk full', 9000);
  expect([broken.state, broken.endedMs, broken.problems]).toEqual([
    'failed',
    9000,
    [{ code: 'build-broken', message: 'disk full' }],
  ]);
});
