import { describe, expect, it } from 'vitest';

import { linesOf } from '../hadolintSample.js';

describe('DL3057, a HEALTHCHECK that is missing', () => {
  it.each([
    ['FROM a:1', [1]],
    ['FROM a:1\nHEALTHCHECK CMD x', []],
    ['FROM a:1\nHEALTHCHECK NONE', []],
    ['FROM a:1 AS s\nFROM b:1\nHEALTHCHECK CMD x', [1]],
    ['FROM a:1 AS s\nHEALTHCHECK CMD x\nFROM s', []],
    ['FROM a:1 AS s\nHEALTHCHECK CMD x\nFROM b:1', [3]],
    ['FROM a:1 AS s\nFROM s\nHEALTHCHECK CMD x', []],
    ['FROM a:1 AS s\nFROM s AS t\nFROM t\nHEALTHCHECK CMD x', []],
    ['FROM a:1 AS s\nFROM s AS t\nFROM s\nHEALTHCHECK CMD x', [2]],
    ['FROM a:1 AS s\nHEALTHCHECK CMD x\nFROM s AS t\nFROM t', []],
    ['FROM a:1\nONBUILD HEALTHCHECK CMD x', [1]],
    ['HEALTHCHECK CMD x', []],
    ['FROM s AS s\nHEALTHCHECK CMD x', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3057', text)).toEqual(lines);
  });
});
