import { expect, test } from 'vitest';
import { decodeRawjson } from '../../../src/core/build/rawjson.js';
import { decodeText, recordedVersions, replay } from './replay.js';

function base64(bytes: string | Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  await Promise.resolve();
  yield* lines;
}

test('lines become events as they come', async () => {
  const events = [];
  for await (const event of decodeRawjson(
    each(['{"vertexes":[{"digest":"d","name":"n"}]}', 'ERROR: no', '{']),
  )) {
    events.push(event);
  }
  expect(events).toEqual([
    { kind: 'vertex', digest: 'd', name: 'n', inputs: [], cached: false },
    { kind: 'message', text: 'ERROR: no' },
    { kind: 'message', text: '{' },
  ]);
});

test('a vertex has its times in milliseconds; the zero time is none', () => {
  const vertex = {
    digest: 'd',
    name: 'n',
    inputs: ['i'],
    started: '2026-11-20T10:24:15.396713647Z',
    completed: '0001-01-01T00:00:00Z',
    error: '',
    futureField: { any: 1 },
  };
  expect(decodeText(JSON.stringify({ vertexes: [vertex], futurePart: [] }))).toEqual([
    {
      kind: 'vertex',
      digest: 'd',
      name: 'n',
      inputs: ['i'],
      cached: false,
      startedMs: Date.UTC(2026, 10, 20, 10, 24, 15, 396),
    },
  ]);
});

test('a character cut between two logs of a step and stream stays whole', () => {
  const bytes = Buffer.from('größe');
  const log = (data: Uint8Array, stream: number): string =>
    JSON.stringify({
      logs: [{ vertex: 'd', stream, data: base64(data), timestamp: '2026-11-20T00:00:00Z' }],
    });
  const events = decodeText(
    [log(bytes.subarray(0, 3), 1), log(Buffer.from('other'), 2), log(bytes.subarray(3), 1)].join('\n'),
  );
  const timeMs = Date.UTC(2026, 10, 20);
  expect(events).toEqual([
    { kind: 'log', vertex: 'd', stream: 'stdout', text: 'gr', timeMs },
    { kind: 'log', vertex: 'd', stream: 'stderr', text: 'other', timeMs },
    { kind: 'log', vertex: 'd', stream: 'stdout', text: 'öße', timeMs },
  ]);
});

test('a warning has message, detail, file, line and page', () => {
  const warning = {
    vertex: 'd',
    short: base64('NoTag: give a tag'),
    detail: [base64('why')],
    url: 'https://example.com/',
    sourceInfo: { filename: 'Dockerfile', data: 'x' },
    range: [{ start: { line: 3 }, end: { line: 3 } }],
  };
  expect(decodeText(JSON.stringify({ warnings: [warning] }))).toEqual([
    {
      kind: 'warning',
      vertex: 'd',
      message: 'NoTag: give a tag',
      detail: ['why'],
      url: 'https://example.com/',
      file: 'Dockerfile',
      line: 3,
    },
  ]);
});

test('an object over many lines is put together', () => {
  expect(
    decodeText('{\n  "vertexes": [\n    {\n      "digest": "d",\n      "name": "n"\n    }\n  ]\n}'),
  ).toEqual([{ kind: 'vertex', digest: 'd', name: 'n', inputs: [], cached: false }]);
});

test('an object that breaks off does not swallow what follows', () => {
  expect(decodeText('{\n  "vertexes": [\nERROR: killed\n{"logs":[]}')).toEqual([
    { kind: 'message', text: '{' },
    { kind: 'message', text: '  "vertexes": [' },
    { kind: 'message', text: 'ERROR: killed' },
  ]);
});

test.each([['{"vertexes": 3}'], ['{not json}'], ['[1]'], ['{"hello":"world"}']])(
  'the line %s, which is no status, is a message',
  (line) => {
    expect(decodeText(line)).toEqual([{ kind: 'message', text: line }]);
  },
);

test('a warning does not repeat its line in its text', () => {
  const short = Buffer.from('StageNameCasing: lowercase it (line 3)').toString('base64');
  const warning = { vertex: 'd', short, range: [{ start: { line: 3 } }] };
  expect(decodeText(JSON.stringify({ warnings: [warning] }))).toMatchObject([
    { message: 'StageNameCasing: lowercase it', line: 3 },
  ]);
});

test('a status without any news is nothing at all', () => {
  expect(decodeText('{}')).toEqual([]);
});

test.each(recordedVersions)('buildx %s: everything it prints is understood', (version) => {
  const names = ['ok', 'cached', 'single', 'failed', 'missingSource', 'syntaxError', 'interrupted'];
  const messages = names.flatMap((name) => replay(version, name).filter((event) => event.kind === 'message'));
  expect(messages.filter((message) => /^[\s{}[\]"]*("|\{|\})/.test(message.text))).toEqual([]);
});

test('both versions tell the same build alike', () => {
  const names = (version: string): readonly string[] => {
    const events = replay(version, 'ok').filter((event) => event.kind === 'vertex');
    const known = new Set(events.map((event) => event.name));
    return [...known].filter((name) => !name.includes('provenance for metadata')).sort();
  };
  expect(names('0.13.1')).toEqual(names('0.29.1'));
});
