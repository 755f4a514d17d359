import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { expect, test } from 'vitest';

import { Publisher } from '../../../src/server/check/publisher.js';

const [one, two] = [
  ['1', 2],
  ['2', 1],
].map(
  ([message, severity]) =>
    ({
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } },
      message,
      severity,
    }) as Diagnostic,
);

test.each<[string, readonly (readonly [number | undefined, readonly (Diagnostic | undefined)[]])[], number]>([
  ['nothing is told first of all', [[1, []]], 1],
  [
    'the same of the same text is told once',
    [
      [1, [one]],
      [1, [{ ...one } as Diagnostic]],
    ],
    1,
  ],
  [
    'something else of the same text is told',
    [
      [1, [one]],
      [1, [two]],
    ],
    2,
  ],
  [
    'another severity of the same text is told',
    [
      [1, [one]],
      [1, [{ ...one, severity: 1 } as Diagnostic]],
    ],
    2,
  ],
  [
    'the same of another text is told',
    [
      [1, [one]],
      [2, [one]],
    ],
    2,
  ],
  [
    'what has gone and come back is told',
    [
      [1, [one]],
      [1, []],
      [1, [one]],
    ],
    3,
  ],
  [
    'the same of a closed file is told once',
    [
      [undefined, [one]],
      [undefined, [one]],
    ],
    1,
  ],
  [
    'closing is a change',
    [
      [1, [one]],
      [undefined, [one]],
    ],
    2,
  ],
])('%s', (_, steps, times) => {
  const sent: PublishDiagnosticsParams[] = [];
  const publisher = new Publisher((params) => sent.push(params));
  for (const [version, diagnostics] of steps) {
    publisher.publish('/a', version, diagnostics as Diagnostic[]);
  }
  const [version, diagnostics] = steps.at(-1) ?? [];
  const last = { uri: 'file:///a', diagnostics, ...(version !== undefined && { version }) };
  expect([sent.length, sent.at(-1)]).toEqual([times, last]);
});

test('files are told of apart', () => {
  const sent: string[] = [];
  const publisher = new Publisher(({ uri }) => sent.push(uri));
  publisher.publish('/a', 1, []);
  publisher.publish('/b', 1, []);
  expect(sent).toEqual(['file:///a', 'file:///b']);
});
