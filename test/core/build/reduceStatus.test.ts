import { describe, expect, test } from 'vitest';
import type { BuildEvent, VertexEvent } from '../../../src/core/build/buildEvent.js';
import { initialStatus, reduceStatus } from '../../../src/core/build/reduceStatus.js';
import { decodeText, recordedVersions, replay, statusAfter } from './replay.js';

function vertex(name: string, more: Partial<VertexEvent> = {}): VertexEvent {
  return { kind: 'vertex', digest: name, name, inputs: [], cached: false, ...more };
}

function log(digest: string, text: string): BuildEvent {
  return { kind: 'log', vertex: digest, stream: 'stdout', text, timeMs: 0 };
}

const step = '[linux/arm64 1/2] RUN make';
const started: BuildEvent = { kind: 'started', timeMs: 1, recipeName: 'app', platforms: ['linux/arm64'] };

describe.each(recordedVersions)('buildx %s', (version) => {
  test('a build for two platforms: steps, states and counts', () => {
    const { platforms } = statusAfter(replay(version, 'ok'));
    expect(platforms.map(({ platform, state, counts }) => ({ platform, state, ...counts }))).toEqual([
      { platform: 'linux/amd64', state: 'succeeded', total: 6, done: 6, cached: 0, running: 0, failed: 0 },
      { platform: 'linux/arm64', state: 'succeeded', total: 6, done: 6, cached: 0, running: 0, failed: 0 },
      expect.objectContaining({ platform: 'shared', state: 'succeeded', failed: 0 }),
    ]);
  });

  test('the steps of a platform stand in the order of the build', () => {
    const { platforms } = statusAfter(replay(version, 'ok'));
    expect(platforms[1]?.steps.map((each) => each.stage)).toEqual([
      'tools 1/2',
      'checked 1/1',
      'final 1/5',
      'final 2/5',
      'final 3/5',
      'final 4/5',
    ]);
  });

  test('a step’s log is what a terminal would show', () => {
    const { platforms } = statusAfter(replay(version, 'ok'));
    // Why sorted: the two streams of a program come in an order of their own.
    expect([...(platforms[1]?.steps[0]?.logLines ?? [])].sort()).toEqual([
      'aarch64',
      'naïve café – Größe 5 µm – 日本語 ✓',
      'ok green words, then red ones',
      'probing arm64',
      'progress 100%',
      'to standard error',
    ]);
  });

  test('a second build is cached', () => {
    const { platforms } = statusAfter(replay(version, 'cached'));
    expect(platforms.slice(0, 2).map(({ counts }) => [counts.total, counts.cached])).toEqual([
      [6, 6],
      [6, 6],
    ]);
  });

  test('the steps of a build for one platform belong to it although they do not name it', () => {
    const { platforms } = statusAfter(replay(version, 'single'), ['linux/arm64']);
    expect(platforms.map(({ platform, counts }) => [platform, counts.total > 0])).toEqual([
      ['linux/arm64', true],
      ['shared', true],
    ]);
  });

  test('a failure marks its platform, and the other one as cancelled', () => {
    const failure = { message: 'no', platform: 'linux/arm64', logTail: [] };
    const finished: BuildEvent = { kind: 'finished', timeMs: 9, outcome: 'failed', failure };
    const status = statusAfter([...replay(version, 'failed'), finished]);
    expect([
      status.state,
      status.failure,
      status.platforms.map(({ platform, state }) => [platform, state]),
    ]).toEqual([
      'failed',
      failure,
      [
        ['linux/amd64', 'cancelled'],
        ['linux/arm64', 'failed'],
        ['shared', 'succeeded'],
      ],
    ]);
  });

  test('after a cancellation nothing runs or waits', () => {
    const status = statusAfter([
      ...replay(version, 'interrupted'),
      { kind: 'finished', timeMs: 9, outcome: 'cancelled' },
    ]);
    const states = new Set(status.platforms.flatMap(({ steps }) => steps.map(({ state }) => state)));
    expect([status.state, [...states].sort()]).toEqual(['cancelled', ['cancelled', 'succeeded']]);
  });
});

test('before anything happens every platform waits', () => {
  const status = initialStatus('app', ['linux/arm64']);
  expect([status.state, status.platforms.map(({ state }) => state)]).toEqual(['waiting', ['waiting']]);
});

test('the start gives name, time and platforms', () => {
  const status = reduceStatus(initialStatus('', []), started);
  expect(status).toMatchObject({ state: 'running', recipeName: 'app', startedMs: 1 });
  expect(status.platforms.map(({ platform }) => platform)).toEqual(['linux/arm64']);
});

test('a vertex that completes, starts and completes again runs from first to last', () => {
  const status = statusAfter([
    vertex(step, { startedMs: 1, completedMs: 2 }),
    vertex(step, { startedMs: 3 }),
    vertex(step, { startedMs: 3, completedMs: 9 }),
  ]);
  expect(status.platforms[1]?.steps[0]).toMatchObject({ state: 'succeeded', startedMs: 1, endedMs: 9 });
});

test('a step that starts again is not over', () => {
  const status = statusAfter([
    vertex(step, { startedMs: 1, completedMs: 2 }),
    vertex(step, { startedMs: 3 }),
  ]);
  expect(status.platforms[1]?.steps[0]).not.toHaveProperty('endedMs');
});

test('bytes are summed over what a step moves, and downloads not counted again when extracted', () => {
  const progress = (id: string, current: number, total: number): BuildEvent => ({
    kind: 'progress',
    vertex: step,
    id,
    current,
    total,
    completed: false,
  });
  const status = statusAfter([
    vertex(step, { startedMs: 1 }),
    progress('sha256:a', 10, 100),
    progress('sha256:b', 5, 50),
    progress('sha256:a', 20, 100),
    progress('extracting sha256:a', 100, 100),
  ]);
  expect([status.platforms[1]?.steps[0]?.bytes, status.platforms[1]?.bytes]).toEqual([
    { current: 25, total: 150 },
    { current: 25, total: 150 },
  ]);
});

test('the total is unknown while a part of it is', () => {
  const status = statusAfter([
    vertex(step, { startedMs: 1 }),
    { kind: 'progress', vertex: step, id: 'context', current: 10, total: 0, completed: false },
  ]);
  expect(status.platforms[1]?.bytes).toEqual({ current: 10, total: 0 });
});

test('what turned out not to be needed counts as cached when the build succeeded', () => {
  const status = statusAfter([vertex(step), { kind: 'finished', timeMs: 5, outcome: 'succeeded' }]);
  expect(status.platforms[1]).toMatchObject({ state: 'succeeded', counts: { done: 1, cached: 1 } });
});

test('a step for another platform than the only one serves that one', () => {
  const status = statusAfter([vertex('[linux/amd64 build 1/2] RUN go build')], ['linux/arm64']);
  expect(status.platforms.map(({ platform, steps }) => [platform, steps.length])).toEqual([
    ['linux/arm64', 1],
  ]);
});

test('the same warning of both platforms is shown once', () => {
  const warning: BuildEvent = { kind: 'warning', vertex: '', message: 'NoTag', detail: [], line: 3 };
  expect(statusAfter([warning, warning]).warnings).toEqual([{ message: 'NoTag', line: 3 }]);
});

test('at most 200 messages stay, the newest', () => {
  const messages = Array.from({ length: 250 }, (_m, index): BuildEvent => ({
    kind: 'message',
    text: `${index}`,
  }));
  const { messages: kept } = statusAfter(messages);
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([200, '50', '249']);
});

test('a status is never changed, and shares what an event does not touch', () => {
  const before = statusAfter([
    vertex('[linux/amd64 1/2] RUN a', { startedMs: 1 }),
    vertex(step, { startedMs: 1 }),
  ]);
  const copy = structuredClone(before);
  const after = reduceStatus(before, log(step, 'hello\n'));
  expect([before, after.platforms[0] === before.platforms[0]]).toEqual([copy, true]);
});

test('output of an unknown step changes nothing', () => {
  const before = statusAfter([]);
  expect(reduceStatus(before, log('nowhere', 'x'))).toBe(before);
});

test('200 000 lines of 300 steps are folded without growing slower', () => {
  const steps = Array.from({ length: 300 }, (_step, index) => `[linux/arm64 ${index + 1}/300] RUN ${index}`);
  const vertexes = JSON.stringify({
    vertexes: steps.map((name, index) => ({ digest: name, name, inputs: steps.slice(index - 1, index) })),
  });
  const line = (index: number): string =>
    JSON.stringify({
      logs: [
        {
          vertex: steps[index % 300],
          stream: 1,
          data: Buffer.from(`line ${index}\n`).toString('base64'),
          timestamp: '2026-11-20T00:00:00Z',
        },
      ],
    });
  const text = [vertexes, ...Array.from({ length: 200_000 }, (_line, index) => line(index))].join('\n');
  const startedMs = performance.now();
  const status = statusAfter(decodeText(text));
  const durationMs = performance.now() - startedMs;
  const logged = status.platforms[1]?.steps.map((each) => each.logLines.length + each.droppedLines) ?? [];
  expect([logged.reduce((sum, count) => sum + count, 0), durationMs < 25_000]).toEqual([200_000, true]);
});

test('an internal step that names a platform belongs to it', () => {
  const build: BuildEvent = { ...started, platforms: ['linux/amd64', 'linux/arm64'] };
  const names = ['[internal] load .dockerignore', '[linux/arm64 internal] load metadata for a:1'];
  const { platforms } = statusAfter([build, ...names.map((name) => vertex(name))]);
  expect(platforms.map(({ platform, counts }) => [platform, counts.total])).toEqual([
    ['linux/amd64', 0],
    ['linux/arm64', 1],
    ['shared', 1],
  ]);
});

test('a step that is seen again and comes from the cache took no time in between', () => {
  const events = [
    started,
    vertex(step, { startedMs: 100, completedMs: 110 }),
    vertex(step, { startedMs: 5000, completedMs: 5001, cached: true }),
  ];
  const [platform] = events.reduce(reduceStatus, initialStatus('app', ['linux/arm64'])).platforms;
  expect(platform?.steps).toMatchObject([{ cached: true, startedMs: 5000, endedMs: 5001 }]);
});
