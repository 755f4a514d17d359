import { describe, expect, it } from 'vitest';

import { linesOf, remarksOf, wordsOf } from '../hadolintSample.js';

const from = (lines: string): string => `FROM ubuntu:24.04\n${lines}`;

describe('DL3020, ADD where COPY does', () => {
  it.each([
    'ADD file /app/',
    'ADD . /app',
    'ADD a.tar b.txt /app/',
    'ADD "file" /app/',
    'ADD ["file", "/app/"]',
    'ADD $SOURCE /app/',
    'ADD file.tar.gz.asc /app/',
    'ADD --chown=1:1 file /app/',
    'ADD ftp://example.com/file /app/',
    'ADD https /app/',
    'add file /app/',
  ])('is found: %s', (text) => {
    expect(linesOf('DL3020', from(text))).toEqual([2]);
  });

  it.each([
    ...[
      'tar',
      'tar.gz',
      'tgz',
      'tar.xz',
      'txz',
      'tar.bz2',
      'tbz',
      'tbz2',
      'tb2',
      'gz',
      'xz',
      'bz2',
      'lz',
    ].map((ending) => `ADD file.${ending} /app/`),
    ...['lzma', 'tlz', 'tpz', 'Z', 'tZ'].map((ending) => `ADD file.${ending} /app/`),
    'ADD https://example.com/file /app/',
    'ADD http://example.com/file /app/',
    'ADD "https://example.com/file" /app/',
    "ADD 'file.tar' /app/",
    'ADD ["file.tar.gz", "/app/"]',
    'ADD a.tar b.tgz /app/',
    'ADD git@github.com:team/project.git /app/',
    'ADD https://github.com/team/project.git#v1 /app/',
    'COPY file /app/',
    'ONBUILD ADD file /app/',
  ])('is not found: %s', (text) => {
    expect(linesOf('DL3020', from(text))).toEqual([]);
  });

  it('points at ADD', () => {
    expect(wordsOf('DL3020', from('  ADD file /app/'))).toEqual(['ADD']);
  });
});

describe('DL3021, COPY of several things to a file', () => {
  it.each([
    ['COPY a b c', ['c']],
    ['COPY a b /c', ['/c']],
    ['COPY --chown=1:1 a b c', ['c']],
    ['COPY ["a", "b", "c"]', ['"c"']],
    ['COPY a b "c"', ['"c"']],
    ['COPY a \\\n  b \\\n  c', ['c']],
    ['COPY a b c/', []],
    ['COPY a b /c/', []],
    ['COPY a b "c/"', []],
    ['COPY ["a", "b", "c/"]', []],
    ['COPY a b .', ['.']],
    ['COPY a b ./', []],
    ['COPY a b', []],
    ['COPY a/* b', []],
    ['COPY a', []],
    ['ADD a b c', []],
    ['ONBUILD COPY a b c', []],
    ['COPY --from=x a b', []],
    ['COPY <<A <<B /c\nA\nB', ['/c']],
    ['COPY <<A /c\ntext\nA', []],
  ])('%j: %j', (text, words) => {
    expect(wordsOf('DL3021', from(text))).toEqual(words);
  });
});

describe('DL3022, COPY from what is no stage', () => {
  it.each([
    ['FROM a:1\nCOPY --from=build /x /x', [2]],
    ['FROM a:1 AS build\nFROM b:1\nCOPY --from=build /x /x', []],
    ['FROM a:1 AS Build\nFROM b:1\nCOPY --from=build /x /x', []],
    ['FROM a:1\nCOPY --from=later /x /x\nFROM b:1 AS later', [2]],
    ['FROM a:1\nFROM b:1\nCOPY --from=0 /x /x', []],
    ['FROM a:1\nCOPY --from=1 /x /x', [2]],
    ['FROM a:1\nCOPY --from=0 /x /x', []],
    ['FROM a:1\nCOPY --from=nginx /x /x', [2]],
    ['FROM a:1\nCOPY --from=nginx:1.27 /x /x', []],
    [`FROM a:1\nCOPY --from=nginx@sha256:${'a'.repeat(64)} /x /x`, []],
    ['FROM a:1\nCOPY --from=localhost:5000/nginx /x /x', []],
    ['FROM a:1\nCOPY --from=$STAGE /x /x', [2]],
    ['COPY --from=build /x /x', [1]],
    ['FROM a:1\nCOPY /x /x', []],
    ['FROM a:1\nONBUILD COPY --from=build /x /x', []],
    ['FROM a:1\nADD --from=build /x /x', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3022', text)).toEqual(lines);
  });

  it('knows the named contexts of the recipe', () => {
    const target = { contexts: { tools: '../tools' } };
    expect(remarksOf('DL3022', from('COPY --from=tools /x /x'), '', { target })).toEqual([]);
  });

  it('points at the flag', () => {
    expect(wordsOf('DL3022', from('COPY --link --from=build /x /x'))).toEqual(['--from=build']);
  });
});

describe('DL3023, COPY from its own stage', () => {
  it.each([
    ['FROM a:1 AS b\nCOPY --from=b /x /y', [2]],
    ['FROM a:1 AS B\nCOPY --from=b /x /y', [2]],
    ['FROM a:1 AS b\nFROM c:1 AS d\nCOPY --from=b /x /y\nCOPY --from=d /x /y', [4]],
    ['FROM a:1\nCOPY --from=a /x /y', []],
    ['FROM a:1 AS b\nFROM b\nCOPY --from=b /x /y', []],
    ['FROM a:1 AS b\nCOPY /x /y', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3023', text)).toEqual(lines);
  });
});

describe('DL3067, COPY of a whole stage', () => {
  it.each([
    ['COPY --from=build / /', [2]],
    ['COPY --from=build "/" /', [2]],
    ['COPY --from=build ["/", "/"]', [2]],
    ['COPY --from=build /etc / /', [2]],
    ['COPY --from=ubuntu:24.04 / /', [2]],
    ['COPY --from=build /etc /', []],
    ['COPY --from=build / /rootfs', []],
    ['COPY --from=build . /', []],
    ['COPY / /', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3067', from(text))).toEqual(lines);
  });
});
