import { describe, expect, it } from 'vitest';

import { linesOf, stretchesOf } from './shellSample.js';

describe('DL3010, archives that are copied and unpacked', () => {
  it.each<[string, string, number[]]>([
    ['tar', 'FROM a\nCOPY x.tar.gz /y/\nRUN tar -xf /y/x.tar.gz', [2]],
    ['tar by long flags', 'FROM a\nCOPY x.tar /y/\nRUN tar --extract --file /y/x.tar', [2]],
    ['tar --get', 'FROM a\nCOPY x.tar /y/\nRUN tar --get -f x.tar', [2]],
    ['tar that packs', 'FROM a\nCOPY x.tar /y/\nRUN tar -cf x.tar y', []],
    ['tar without a dash', 'FROM a\nCOPY x.tar /y/\nRUN tar xf x.tar', []],
    ...['unzip', 'gunzip', 'bunzip2', 'unlzma', 'unxz', 'zgz', 'uncompress', 'zcat', 'gzcat'].map(
      (program): [string, string, number[]] => [program, `FROM a\nCOPY x.gz /y/\nRUN ${program} x.gz`, [2]],
    ),
    ['another archive', 'FROM a\nCOPY x.tar /y/\nRUN tar -xf z.tar', []],
    ['renamed', 'FROM a\nCOPY x.tar /y/z.tar\nRUN tar -xf /y/z.tar', [2]],
    ['renamed, by its old name', 'FROM a\nCOPY x.tar /y/z.tar\nRUN tar -xf x.tar', []],
    ['no archive renamed', 'FROM a\nCOPY x /y/z.tgz\nRUN tar -xzf /y/z.tgz', [2]],
    ['of several', 'FROM a\nCOPY a.tar b.txt c.txz /y/\nRUN tar -xf /y/c.txz', [2]],
    ['of several, both', 'FROM a\nCOPY a.tar c.txz /y/\nRUN tar -xf c.txz && tar -xf a.tar', [2]],
    ['of the same name', 'FROM a\nCOPY x/a.tar y/a.tar /z/\nRUN tar -xf a.tar', [2]],
    ['of two', 'FROM a\nCOPY a.tar /y/\nCOPY b.tar /y/\nRUN tar -xf b.tar; tar -xf a.tar', [2, 3]],
    ['in JSON', 'FROM a\nCOPY ["x.tar", "/y/"]\nRUN tar -xf /y/x.tar', [2]],
    ['quoted', 'FROM a\nCOPY "x.tar" /y/\nRUN tar -xf "/y/x.tar"', [2]],
    ['from a stage', 'FROM a AS b\nFROM c\nCOPY --from=b x.tar /y/\nRUN tar -xf /y/x.tar', []],
    ['unpacked before', 'FROM a\nRUN tar -xf x.tar\nCOPY x.tar /y/', []],
    ['in a stage before the last', 'FROM a\nCOPY x.tar /y/\nRUN tar -xf x.tar\nFROM b', []],
    ['not unpacked', 'FROM a\nCOPY x.tar /y/', []],
    ['no archive', 'FROM a\nCOPY x.txt /y/\nRUN tar -xf x.txt', []],
    ['unpacked behind ONBUILD', 'FROM a\nCOPY x.tar /y/\nONBUILD RUN tar -xf x.tar', []],
  ])('%s', (_, text, lines) => {
    expect(linesOf('DL3010', text)).toEqual(lines);
  });

  it('points at the archive', () => {
    expect(stretchesOf('DL3010', 'FROM a\nCOPY a.tar c.txz /y/\nRUN tar -xf c.txz')).toEqual(['c.txz']);
  });
});
