import { describe, expect, it } from 'vitest';

import { linesOf, wordsOf } from '../hadolintSample.js';

describe('DL3002, root at the end', () => {
  it.each([
    ['FROM a:1\nUSER root', [2]],
    ['FROM a:1\nUSER 0', [2]],
    ['FROM a:1\nUSER root:root', [2]],
    ['FROM a:1\nUSER 0:0', [2]],
    ['FROM a:1\nUSER root:1000', [2]],
    ['FROM a:1\nUSER me\nUSER root', [3]],
    ['FROM a:1\nUSER root\nRUN x', [2]],
    ['FROM a:1 AS s\nUSER root\nFROM s\nRUN x', [2]],
    ['FROM a:1 AS s\nUSER root\nFROM b:1\nUSER root', [2, 4]],
    ['FROM a:1 AS s\nUSER root\nFROM b:1\nUSER me', [2]],
    ['FROM a:1\nUSER me', []],
    ['FROM a:1\nUSER 1000', []],
    ['FROM a:1\nUSER rooty', []],
    ['FROM a:1\nUSER 00', []],
    ['FROM a:1\nUSER :0', []],
    ['FROM a:1\nUSER $WHO', []],
    ['FROM a:1\nUSER root\nUSER me', []],
    ['FROM a:1\nRUN x', []],
    ['USER root', []],
    ['FROM a:1\nONBUILD USER root', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3002', text)).toEqual(lines);
  });

  it('points at the user', () => {
    expect(wordsOf('DL3002', 'FROM a:1\nUSER root:root')).toEqual(['root:root']);
  });
});

describe('DL3066, a user by name', () => {
  it.each([
    ['FROM a:1\nUSER me', [2]],
    ['FROM a:1\nUSER root', [2]],
    ['FROM a:1\nUSER me:1000', [2]],
    ['FROM a:1\nUSER $WHO', [2]],
    ['FROM a:1\nENV WHO=1\nUSER $WHO', [3]],
    ['FROM a:1\nUSER me\nUSER you', [3]],
    ['FROM a:1\nUSER 1\nUSER you', [3]],
    ['FROM a:1 AS s\nUSER 1\nFROM b:1\nUSER me', [4]],
    ['ARG WHO\nFROM a:1\nUSER $WHO', []],
    ['FROM a:1\nUSER me\nUSER 1', []],
    ['FROM a:1 AS s\nUSER me\nFROM b:1\nUSER 1', []],
    ['FROM a:1 AS s\nUSER me\nFROM b:1', []],
    ['FROM a:1\nUSER 1000', []],
    ['FROM a:1\nUSER 1000:1000', []],
    ['FROM a:1\nUSER 1000:group', []],
    ['FROM a:1\nUSER "1000"', []],
    ['FROM a:1\nARG WHO=1000\nUSER $WHO', []],
    ['FROM a:1\nARG WHO\nUSER ${WHO}:0', []],
    ['FROM a:1\nUSER $WHO\nARG WHO', [2]],
    ['FROM a:1\nONBUILD USER me', []],
    ['USER me', [1]],
    ['USER me\nFROM a:1', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3066', text)).toEqual(lines);
  });
});
