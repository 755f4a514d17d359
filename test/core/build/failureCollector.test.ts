import { expect, test } from 'vitest';
import type { BuildEvent, BuildFailure } from '../../../src/core/build/buildEvent.js';
import { FailureCollector } from '../../../src/core/build/failureCollector.js';
import { recordedVersions, replay } from './replay.js';

function describeFailure(events: readonly BuildEvent[], onlyPlatform?: string): BuildFailure {
  const collector = new FailureCollector(onlyPlatform);
  for (const event of events) {
    collector.add(event);
  }
  return collector.describe('It gave no reason.');
}

function failedStep(error: string, logText = ''): readonly BuildEvent[] {
  const step = {
    kind: 'vertex',
    digest: 'd',
    name: '[linux/arm64 1/2] RUN make',
    inputs: [],
    cached: false,
  } as const;
  return [
    { ...step, startedMs: 1 },
    { kind: 'log', vertex: 'd', stream: 'stderr', text: logText, timeMs: 1 },
    { ...step, startedMs: 1, completedMs: 2, error },
  ];
}

test.each(recordedVersions)('buildx %s: a RUN that fails on one platform', (version) => {
  expect(describeFailure(replay(version, 'failed'))).toEqual({
    message: 'The command of this step ended with exit code 3.',
    platform: 'linux/arm64',
    step: expect.stringMatching(/^\[linux\/arm64 checked 1\/1\] RUN for n in/) as string,
    line: 16,
    excerpt: expect.any(Array) as [],
    exitCode: 3,
    logTail: [
      'check 1 on arm64',
      'check 2 on arm64',
      'check 3 on arm64',
      'error: the tool does not fit this processor',
    ],
  });
});

test.each(recordedVersions)('buildx %s: a COPY of what is not there', (version) => {
  expect(describeFailure(replay(version, 'missingSource'))).toEqual({
    message:
      '"/no-such-file.txt" was not found where it is to be copied from (a file that .dockerignore leaves out is not there).',
    platform: expect.stringMatching(/^linux\/(amd64|arm64)$/) as string,
    step: expect.stringContaining('COPY no-such-file.txt /') as string,
    line: 2,
    excerpt: expect.any(Array) as [],
    logTail: [],
  });
});

test.each(recordedVersions)('buildx %s: a Dockerfile that does not parse', (version) => {
  expect(describeFailure(replay(version, 'syntaxError'))).toEqual({
    message: 'dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)',
    line: 2,
    excerpt: expect.any(Array) as [],
    logTail: [],
  });
});

test('a tool that says nothing is said to give no reason', () => {
  expect(describeFailure([])).toEqual({ message: 'It gave no reason.', logTail: [] });
});

test('what fails in a build for one platform failed for it', () => {
  const step = '[internal] load metadata for nowhere:1';
  const events: readonly BuildEvent[] = [
    { kind: 'vertex', digest: 'd', name: step, inputs: [], cached: false, error: 'no such host' },
    { kind: 'message', text: 'ERROR: target app: failed to solve: nowhere:1: no such host' },
  ];
  expect(describeFailure(events, 'linux/arm64')).toEqual({
    message: 'nowhere:1: no such host',
    platform: 'linux/arm64',
    step,
    logTail: [],
  });
});

test('the way out that buildx tells below its error is kept', () => {
  const lines = [
    'ERROR: Cache export is not supported.',
    'Switch to a different driver.',
    'View build details: x',
  ];
  const { message } = describeFailure(lines.map((text) => ({ kind: 'message', text })));
  expect(message).toBe('Cache export is not supported. Switch to a different driver.');
});

test('a base image that is not found names the platform it was wanted for', () => {
  const name = '[app linux/arm64 internal] load metadata for nowhere:1';
  const error = 'no such host';
  const { platform } = describeFailure([
    { kind: 'vertex', digest: 'd', name, inputs: [], cached: false, error },
  ]);
  expect(platform).toBe('linux/arm64');
});

test('a missing emulator is recognised, and the way out named', () => {
  const { message } = describeFailure(
    failedStep(
      'process "/bin/sh" did not complete successfully: exit code: 1',
      'exec /bin/sh: exec format error\n',
    ),
  );
  expect(message).toMatch(
    /^This machine cannot run programs for linux\/arm64: no emulator .*qemu-user-static/,
  );
});

test('a full disk is recognised, and the way out named', () => {
  const { message } = describeFailure(failedStep('write /x: no space left on device'));
  expect(message).toBe(
    'write /x: no space left on device. Free some space ("docker system df" and "docker builder prune" help) and build again.',
  );
});

test('a full disk under the output is not blamed on the builder', () => {
  const { message } = describeFailure(
    failedStep('failed to copy to tar: write /out/image.oci.tar: no space left on device'),
  );
  expect(message).toBe(
    'failed to copy to tar: write /out/image.oci.tar: no space left on device. Free some space there, or choose an output on another disk, and build again.',
  );
});

test('a killed step says so', () => {
  const { message, exitCode } = describeFailure(
    failedStep('process "make" did not complete successfully: exit code: 137'),
  );
  expect([message, exitCode]).toEqual([
    'The command of this step ended with exit code 137. It was killed, most likely for want of memory.',
    137,
  ]);
});

test('only the last 20 lines of the failed step are kept', () => {
  const text = Array.from({ length: 50 }, (_line, index) => `line ${index}\n`).join('');
  const { logTail } = describeFailure(failedStep('broken', text));
  expect([logTail.length, logTail[0]]).toEqual([20, 'line 30']);
});

test('the lines that the builder quotes are kept', () => {
  const lines = [
    'Dockerfile:4',
    '--------------------',
    '   2 |     RUN echo boom',
    '   3 |     ',
    '   4 | >>> RUN echo bang; exit 9',
    '   5 |     ',
    '--------------------',
    'ERROR: failed to solve: broken',
  ];
  const { line, excerpt } = describeFailure(lines.map((text) => ({ kind: 'message', text })));
  expect({ line, excerpt }).toEqual({
    line: 4,
    excerpt: [
      { line: 2, text: 'RUN echo boom' },
      { line: 3, text: '' },
      { line: 4, text: 'RUN echo bang; exit 9' },
      { line: 5, text: '' },
    ],
  });
});
