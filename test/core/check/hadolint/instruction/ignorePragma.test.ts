import { describe, expect, it } from 'vitest';

import { linesOf, wordsOf } from '../hadolintSample.js';

describe('DL1001, pragmas that ignore', () => {
  it.each([
    ['# hadolint ignore=DL3006\nFROM a', [1]],
    ['FROM a:1\n# hadolint ignore=DL3001,SC1010 # because\nRUN x', [2]],
    ['# hadolint global ignore=DL3006\nFROM a', []],
    ['# hadolint shell=powershell\nFROM a', []],
    ['# hadolint ignore DL3006\nFROM a', []],
    ['# a comment\nFROM a', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL1001', text)).toEqual(lines);
  });

  it('points at the comment', () => {
    expect(wordsOf('DL1001', '# hadolint ignore=DL3006\nFROM a')).toEqual(['# hadolint ignore=DL3006']);
  });
});
