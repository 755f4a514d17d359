import { describe, expect, it } from 'vitest';

import { linesOf, wordsOf } from '../hadolintSample.js';

describe('DL3000, a relative WORKDIR', () => {
  it.each([
    'WORKDIR app',
    'WORKDIR ./app',
    'WORKDIR ../app',
    'WORKDIR .',
    'WORKDIR "app"',
    "WORKDIR 'app'",
    'WORKDIR app/$NAME',
    'workdir app',
    'WORKDIR ~/app',
    'WORKDIR \\\n  app',
  ])('is found: %j', (text) => {
    expect(remarksFor(text)).toBe(1);
  });

  it.each([
    'WORKDIR /app',
    'WORKDIR "/app"',
    "WORKDIR '/app'",
    'WORKDIR $APP',
    'WORKDIR ${APP}/bin',
    'WORKDIR "${APP}"',
    'WORKDIR C:/app',
    'WORKDIR c:\\app',
    'WORKDIR "C:/app"',
    'WORKDIR /my app',
    'WORKDIR /',
    'WORKDIR',
  ])('is not found: %j', (text) => {
    expect(remarksFor(text)).toBe(0);
  });

  it('is found though it stands behind an absolute one', () => {
    expect(linesOf('DL3000', 'FROM a:1\nWORKDIR /a\nWORKDIR b')).toEqual([3]);
  });

  it('points at the path', () => {
    expect(wordsOf('DL3000', 'FROM a:1\nWORKDIR my app')).toEqual(['my app']);
  });

  function remarksFor(text: string): number {
    return linesOf('DL3000', `FROM a:1\n${text}`).length;
  }
});

describe('DL3045, COPY without a WORKDIR', () => {
  it.each([
    ['a relative destination', 'FROM a:1\nCOPY x y', [2]],
    ['the working directory', 'FROM a:1\nCOPY x .', [2]],
    ['quotes', 'FROM a:1\nCOPY x "y"', [2]],
    ['JSON', 'FROM a:1\nCOPY ["x", "y"]', [2]],
    ['several', 'FROM a:1\nCOPY x y/\nCOPY z y/', [2, 3]],
    ['no FROM', 'COPY x y', [1]],
    ['single letters', 'FROM a:1\nCOPY a b', [2]],
    ['a WORKDIR behind it', 'FROM a:1\nCOPY x y\nWORKDIR /w', [2]],
    ['a WORKDIR in another stage', 'FROM a:1 AS s\nWORKDIR /w\nFROM a:1\nCOPY x y', [4]],
    ['a stage made from one without', 'FROM a:1 AS s\nFROM s\nCOPY x y', [3]],
    ['a WORKDIR in ONBUILD', 'FROM a:1\nONBUILD WORKDIR /w\nCOPY x y', [3]],
    ['a heredoc', 'FROM a:1\nCOPY <<E y\ntext\nE', [2]],
  ])('is found with %s', (_, text, lines) => {
    expect(linesOf('DL3045', text)).toEqual(lines);
  });

  it.each([
    ['an absolute destination', 'FROM a:1\nCOPY x /y'],
    ['an absolute destination in quotes', 'FROM a:1\nCOPY x "/y"'],
    ['Windows', 'FROM a:1\nCOPY x c:\\y'],
    ['Windows with slashes', 'FROM a:1\nCOPY x "C:/y"'],
    ['a variable', 'FROM a:1\nCOPY x $Y'],
    ['a variable in braces and quotes', 'FROM a:1\nCOPY x "${Y}/z"'],
    ['a WORKDIR before it', 'FROM a:1\nWORKDIR /w\nCOPY x y'],
    ['a WORKDIR in the parent', 'FROM a:1 AS s\nWORKDIR /w\nFROM s\nCOPY x y'],
    ['a WORKDIR in the parent of the parent', 'FROM a:1 AS s\nWORKDIR /w\nFROM s AS t\nFROM t\nCOPY x y'],
    ['a parent in other case', 'FROM a:1 AS Base\nWORKDIR /w\nFROM base\nCOPY x y'],
    ['a stage in between', 'FROM a:1 AS s\nWORKDIR /w\nFROM a:1 AS t\nFROM s\nCOPY x y'],
    ['the same unnamed image', 'FROM a:1\nWORKDIR /w\nFROM a:1\nCOPY x y'],
    ['ONBUILD', 'FROM a:1\nONBUILD COPY x y'],
    ['ADD', 'FROM a:1\nADD x y'],
  ])('is not found with %s', (_, text) => {
    expect(linesOf('DL3045', text)).toEqual([]);
  });
});
