import { describe, expect, it } from 'vitest';

import { linesOf, wordsOf } from '../hadolintSample.js';

describe('DL3024, two stages of one name', () => {
  it.each([
    ['FROM a:1 AS x\nFROM b:1 AS x', [2]],
    ['FROM a:1 AS x\nFROM b:1 AS x\nFROM c:1 AS x', [2, 3]],
    ['FROM a:1 AS x\nFROM b:1 AS X', [2]],
    ['FROM a:1 AS x\nFROM b:1 AS y', []],
    ['FROM a:1\nFROM a:1', []],
    ['FROM a:1 AS x\nFROM x', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3024', text)).toEqual(lines);
  });

  it('points at the second name', () => {
    expect(wordsOf('DL3024', 'FROM a:1 AS x\nFROM b:1 AS x')).toEqual(['x']);
  });
});

describe('DL3063, a reserved name', () => {
  it.each([
    ['FROM a:1 AS scratch', [1]],
    ['FROM a:1 AS context', [1]],
    ['FROM a:1 AS Scratch', [1]],
    ['FROM scratch', []],
    ['FROM scratch AS base', []],
    ['FROM a:1 AS contexts', []],
    ['FROM a:1', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3063', text)).toEqual(lines);
  });
});
