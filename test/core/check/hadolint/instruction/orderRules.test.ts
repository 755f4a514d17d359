import { describe, expect, it } from 'vitest';

import { linesOf, remarksOf, wordsOf } from '../hadolintSample.js';

describe('DL3043, what ONBUILD cannot carry', () => {
  it.each([
    ['ONBUILD FROM a:1', ['FROM']],
    ['ONBUILD MAINTAINER me', ['MAINTAINER']],
    ['ONBUILD ONBUILD RUN x', ['ONBUILD']],
    ['onbuild from a:1', ['from']],
    ['ONBUILD RUN x', []],
    ['ONBUILD COPY FROM /x', []],
    ['MAINTAINER me', []],
  ])('%j: %j', (line, words) => {
    expect(wordsOf('DL3043', `FROM a:1\n${line}`)).toEqual(words);
  });
});

describe('DL3061, an instruction before the first FROM', () => {
  it.each([
    ['RUN x\nFROM a:1', [1]],
    ['# comment\nLABEL a=b\nENV c=d\nFROM a:1', [2, 3]],
    ['ARG A=1\nFROM a:1', []],
    ['ARG A=1\nRUN x\nFROM a:1\nRUN y', [2]],
    ['# syntax=docker/dockerfile:1\n# escape=`\n\n# comment\nARG A\nFROM a:1', []],
    ['FROM a:1\nRUN x', []],
    ['RUN x', [1]],
    ['ONBUILD RUN x\nFROM a:1', [1]],
    ['MAINTAINER me\nFROM a:1', [1]],
    ['RNU x\nFROM a:1', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3061', text)).toEqual(lines);
  });
});

describe('DL4000, MAINTAINER', () => {
  it.each([
    ['FROM a:1\nMAINTAINER me', [2]],
    ['FROM a:1\nmaintainer me', [2]],
    ['FROM a:1\nLABEL maintainer=me', []],
    ['FROM a:1\nONBUILD MAINTAINER me', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL4000', text)).toEqual(lines);
  });

  it('is drawn as something deprecated', () => {
    expect(remarksOf('DL4000', 'FROM a:1\nMAINTAINER me')[0]?.tags).toEqual(['deprecated']);
  });
});
