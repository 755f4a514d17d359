import { expect, test } from 'vitest';

import type { Finding } from '../../../../src/core/finding/finding.js';
import { mergeEngineFindings } from '../../../../src/core/pipeline/engineCheck/mergeEngineFindings.js';

function finding(rule: string, line: number, more: Partial<Finding> = {}): Finding {
  return {
    rule,
    severity: 'warning',
    message: rule,
    file: '/Dockerfile',
    range: { start: { line, character: 0 }, end: { line, character: 1 } },
    fixes: [],
    ...more,
  };
}

test('the same rule on the same line is said once, in our words', () => {
  const ours = [finding('A', 1, { message: 'ours' })];
  expect(mergeEngineFindings(ours, [finding('A', 1, { message: 'theirs' })])).toEqual(ours);
});

test('what only one of the two says stays', () => {
  const merged = mergeEngineFindings([finding('A', 1)], [finding('A', 2), finding('B', 1)]);
  expect(merged.map(({ rule, range }) => `${rule} ${range.start.line}`)).toEqual(['A 1', 'A 2', 'B 1']);
});

test('a finding for one platform does not stand for another', () => {
  const merged = mergeEngineFindings(
    [finding('A', 1, { platform: 'linux/amd64' }), finding('B', 1)],
    [finding('A', 1, { platform: 'linux/arm64' }), finding('B', 1, { platform: 'linux/arm64' })],
  );
  expect(merged.map(({ rule, platform }) => `${rule} ${platform ?? ''}`)).toEqual([
    'A linux/amd64',
    'B ',
    'A linux/arm64',
  ]);
});

test('the same place of another file is another place', () => {
  expect(mergeEngineFindings([finding('A', 1)], [finding('A', 1, { file: '/other' })])).toHaveLength(2);
});
