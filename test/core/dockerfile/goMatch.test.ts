import { expect, test } from 'vitest';

import { hasWildcard, matchGlob } from '../../../src/core/dockerfile/goMatch.js';

test.each([
  ['abc', 'abc', true],
  ['*', 'abc', true],
  ['*c', 'abc', true],
  ['a*', 'a', true],
  ['a*', 'ab/c', false],
  ['a*/b', 'abc/b', true],
  ['a*/b', 'a/c/b', false],
  ['a*b?c*x', 'abxbbxdbxebxczzx', true],
  ['ab[c]', 'abc', true],
  ['ab[b-d]', 'abc', true],
  ['ab[e-g]', 'abc', false],
  ['ab[^c]', 'abc', false],
  ['ab[^e-g]', 'abc', true],
  [String.raw`a\*b`, 'a*b', true],
  [String.raw`a\*b`, 'ab', false],
  ['a?b', 'a☺b', true],
  ['a[^a]b', 'a☺b', true],
  ['a???b', 'a☺b', false],
  ['[a-ζ]*', 'α', true],
  ['*[a-ζ]', 'A', false],
  ['a?b', 'a/b', false],
  [String.raw`[\]a]`, ']', true],
  [String.raw`[\-]`, '-', true],
  [String.raw`[x\-]`, '-', true],
  ['[z-a]', 'm', false],
  ['[^z-a]', 'm', true],
  ['a.b+(c)', 'a.b+(c)', true],
  ['a.b', 'axb', false],
  ['😀?', '😀x', true],
])('%s against %s is %s', (pattern, name, expected) => {
  expect(matchGlob(pattern, name)).toBe(expected);
});

test.each(['[]a]', '[-]', '[x-]', '[-x]', '[', '[^', '[^bc', 'a[', String.raw`a\ `.trim(), '[a-b-c]'])(
  '%s is malformed',
  (pattern) => {
    expect(matchGlob(pattern, 'a')).toBeUndefined();
  },
);

test.each([
  ['a/b.txt', false],
  ['a/*.txt', true],
  ['a?', true],
  ['[ab]', true],
  [String.raw`a\*`, false],
  [String.raw`\\*`, true],
])('whether %s has a wildcard is %s', (path, expected) => {
  expect(hasWildcard(path)).toBe(expected);
});
