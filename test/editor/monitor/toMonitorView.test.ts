import { expect, test } from 'vitest';

import type { BuildEvent } from '../../../src/core/build/buildEvent.js';
import { toMonitorView, toStepLogView } from '../../../src/editor/monitor/toMonitorView.js';
import { afterEvents, sampleBuild, started, vertex } from '../builds/sampleBuild.js';

const words = {
  phases: {
    checking: 'Checking',
    preparing: 'Preparing',
    building: 'Building',
    converting: 'Converting',
    verifying: 'Verifying',
  },
};

const log: BuildEvent = { kind: 'log', vertex: 'd2', stream: 'stdout', text: 'hello\n', timeMs: 1150 };
const running = afterEvents(sampleBuild, [
  started,
  vertex('d1', '[linux/amd64 build 1/2] FROM busybox', 'done'),
  vertex('d2', '[linux/arm64 build 2/2] RUN make', 'running'),
  log,
]);

test('a running build shows its phase, and a step under its platform', () => {
  const [view] = toMonitorView([{ ...running, phase: 'building' }], words, 5000).builds;
  const arm64 = view?.platforms.find(({ platform }) => platform === 'linux/arm64');
  expect([view?.phase, arm64?.steps]).toEqual([
    'Building',
    [
      {
        id: 'linux/arm64 d2',
        name: 'RUN make',
        stage: 'build 2/2',
        state: 'running',
        cached: false,
        startedMs: 1100,
      },
    ],
  ]);
});

test('the log of a step is found by the id its view has', () => {
  expect(toStepLogView(running, 'linux/arm64 d2')).toEqual({
    buildId: 'b1',
    stepId: 'linux/arm64 d2',
    lines: ['hello'],
    droppedLines: 0,
  });
  expect(toStepLogView(running, 'linux/arm64 d9')).toBeUndefined();
});

test('a failure points at the line of the Dockerfile and is not repeated as a problem', () => {
  const failure = {
    message: 'make: exit code 2',
    platform: 'linux/arm64',
    step: '[linux/arm64 build 2/2] RUN make',
    line: 12,
    exitCode: 2,
    logTail: ['boom'],
  };
  const failed = {
    ...running,
    state: 'failed' as const,
    status: { ...running.status, failure },
    problems: [
      { code: 'build-failed', message: failure.message },
      { code: 'other', message: 'Also this.' },
    ],
  };
  const [view] = toMonitorView([failed], words, 5000).builds;
  const { message, platform, step, exitCode, logTail } = failure;
  expect([view?.failure, view?.problems]).toEqual([
    { message, platform, step, exitCode, logTail, location: 'Dockerfile:12' },
    ['Also this.'],
  ]);
});

test('artifacts keep their digests and say where they lie', () => {
  const digest = `sha256:${'a'.repeat(64)}` as const;
  const layer = { diffId: digest, digest, sizeBytes: 5, layerId: 'l', source: '', file: 'l.tar.gz' };
  const image = {
    platform: 'linux/amd64',
    configDigest: digest,
    layers: [layer],
    directory: '/out/app/amd64',
  };
  expect(toMonitorView([{ ...running, images: [image] }], words, 5000).builds[0]?.artifacts).toEqual([
    { ...image, layers: [{ diffId: digest, digest, sizeBytes: 5, source: '', file: 'l.tar.gz' }] },
  ]);
});
