import { describe, expect, it } from 'vitest';

import { linesOf } from '../hadolintSample.js';

describe.each([
  ['DL3012', 'HEALTHCHECK CMD x'],
  ['DL4003', 'CMD x'],
  ['DL4003', 'CMD ["x"]'],
  ['DL4004', 'ENTRYPOINT x'],
  ['DL4004', 'ENTRYPOINT ["x"]'],
])('%s, two times %s', (code, line) => {
  it.each([
    ['one', `FROM a:1\n${line}`, []],
    ['two', `FROM a:1\n${line}\n${line}`, [3]],
    ['three', `FROM a:1\n${line}\n${line}\nRUN x\n${line}`, [3, 5]],
    ['one in each stage', `FROM a:1 AS s\n${line}\nFROM b:1\n${line}`, []],
    ['one in a stage and one in the stage made from it', `FROM a:1 AS s\n${line}\nFROM s\n${line}`, []],
    ['two in the second stage', `FROM a:1\n${line}\nFROM b:1\n${line}\n${line}`, [5]],
    ['one put off', `FROM a:1\nONBUILD ${line}\n${line}`, []],
    ['two without a stage', `${line}\n${line}`, [2]],
  ])('%s', (_, text, lines) => {
    expect(linesOf(code, text)).toEqual(lines);
  });
});

describe('DL3012', () => {
  it('counts NONE too', () => {
    expect(linesOf('DL3012', 'FROM a:1\nHEALTHCHECK NONE\nHEALTHCHECK CMD x')).toEqual([3]);
  });

  it('does not count the CMD of a check as a CMD', () => {
    expect(linesOf('DL4003', 'FROM a:1\nHEALTHCHECK CMD x\nCMD y')).toEqual([]);
  });
});
