import { expect, test } from 'vitest';

import type { Finding } from '../../../src/core/finding/finding.js';
import { moveFindings } from '../../../src/server/late/moveFindings.js';

function at(line: number, to = line): Finding['range'] {
  return { start: { line, character: 0 }, end: { line: to, character: 1 } };
}

function finding(line: number, extra: Partial<Finding> = {}): Finding {
  return {
    rule: 'Rule',
    severity: 'warning',
    message: `${line}`,
    file: '/a',
    range: at(line),
    fixes: [],
    ...extra,
  };
}

const lines = ['FROM a', 'RUN b', 'RUN c', 'RUN d'];
const before = lines.join('\n');

function moved(
  findings: readonly Finding[],
  after: readonly string[],
): readonly (readonly [string, number])[] {
  const result = moveFindings(findings, '/a', { before, after: after.join('\n') });
  return result.map(({ message, range }) => [message, range.start.line]);
}

test('what stands below inserted lines moves down, what stands above stays', () => {
  expect(
    moved([finding(0), finding(2)], ['FROM a', 'RUN new', 'RUN newer', 'RUN b', 'RUN c', 'RUN d']),
  ).toEqual([
    ['0', 0],
    ['2', 4],
  ]);
});

test('a finding on a changed line is left out', () => {
  expect(moved([finding(1), finding(3)], ['FROM a', 'RUN x', 'RUN c', 'RUN d'])).toEqual([['3', 3]]);
});

test('a finding around a line that was taken out is left out', () => {
  expect(moved([finding(1, { range: at(1, 3) })], ['FROM a', 'RUN b', 'RUN d'])).toEqual([]);
});

test('findings of other files stay as they are', () => {
  expect(moved([finding(1, { file: '/b' })], ['RUN new', ...lines])).toEqual([['1', 1]]);
});

test('fixes and related places move along; a fix that lost an edit goes', () => {
  const edit = (line: number): { range: Finding['range']; newText: string } => ({
    range: at(line),
    newText: '',
  });
  const whole = { kind: 'edit', title: 'Whole', file: '/a', edits: [edit(2)] } as const;
  const half = { kind: 'edit', title: 'Half', file: '/a', edits: [edit(2), edit(1)] } as const;
  const found = finding(2, {
    fixes: [whole, half],
    related: [{ file: '/a', range: at(3), message: 'here' }],
  });
  const [result] = moveFindings([found], '/a', {
    before,
    after: ['FROM a', 'RUN x', 'RUN y', 'RUN c', 'RUN d'].join('\n'),
  });
  expect([result?.fixes, result?.related?.[0]?.range]).toEqual([[{ ...whole, edits: [edit(3)] }], at(4)]);
});
