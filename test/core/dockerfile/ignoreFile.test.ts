import { expect, test } from 'vitest';

import { cleanPath } from '../../../src/core/base/cleanPath.js';
import { parseIgnoreFile } from '../../../src/core/dockerfile/ignoreFile.js';

function excludes(lines: string, path: string): boolean {
  return parseIgnoreFile(lines).excludedBy(path) !== undefined;
}

test.each([
  // Plain names and their parents
  ['file', 'file', true],
  ['file', 'dir/file', false],
  ['dir', 'dir/file', true],
  ['dir/', 'dir/sub/file', true],
  ['/dir', 'dir/file', true],
  ['./dir', 'dir', true],
  ['dir/../other', 'other', true],
  ['dir//sub', 'dir/sub/file', true],
  ['.', 'file', false],
  // One star, question mark, classes
  ['*', 'a/b/c', true],
  ['*.go', 'main.go', true],
  ['*.go', 'dir/main.go', false],
  ['dir/*', 'dir/sub/file', true],
  ['dir/*', 'dir', false],
  ['*/file', 'dir/file', true],
  ['*/file', 'a/dir/file', false],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['[a-c]x', 'bx', true],
  ['[^a-c]x', 'bx', false],
  ['a[b-d]e', 'ace', true],
  // Two stars
  ['**', 'file', true],
  ['**/', 'a/b', true],
  ['**/file', 'file', true],
  ['**/file', 'a/b/file', true],
  ['**/file', 'afile', false],
  ['**file', 'dir/file', true],
  ['**file', 'afile', true],
  ['**/*', 'a', true],
  ['dir/**', 'dir/a/b', true],
  ['dir/**', 'dir', false],
  ['dir/**', 'dirx/a', false],
  ['dir**', 'dirx/a', true],
  ['**/dir/**', 'a/dir/b/c', true],
  ['**/dir/**', 'dir/b', true],
  ['**/dir/**', 'a/dir', false],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['a/**/b', 'a/x/yb', false],
  ['**/*.txt', 'a/b/c.txt', true],
  ['**/*.txt', 'c.txt', true],
  ['**/*.txt', 'c.txtx', false],
  ['a/**/*.txt', 'a/c.txt', true],
  // Characters that mean something to expressions only
  ['a.txt', 'axtxt', false],
  ['a+(b)|{c}$', 'a+(b)|{c}$', true],
  ['*(b).$', 'a(b).$', true],
  ['abc.def', 'abcdef', false],
  // Escapes
  [String.raw`\*`, '*', true],
  [String.raw`\*`, 'a', false],
  [String.raw`a\ b`, 'a b', true],
  [String.raw`\#file`, '#file', true],
  // Exceptions: the last line that matches decides
  ['*\n!file', 'file', false],
  ['*\n!file', 'other', true],
  ['!file\n*', 'file', true],
  ['dir\n!dir/file', 'dir/file', false],
  ['dir\n!dir/file', 'dir/other', true],
  ['dir\n!dir/file\ndir/*', 'dir/file', true],
  ['*.md\n!README*.md\nREADME-secret.md', 'README-secret.md', true],
  ['*.md\n!README*.md\nREADME-secret.md', 'README.md', false],
  ['**\n!src/**/*.ts', 'src/a/b.ts', false],
  ['**\n!src/**/*.ts', 'src/a/b.js', true],
  ['a\n!/a', 'a', false],
  ['a\n! a', 'a', false],
  // Why: a directory that is already excluded is not asked again, so the repeated line does not come back below it.
  ['dir\n!dir/file\ndir', 'dir/file', false],
  // Comments, blanks, ends of lines
  ['# file\nfile', '# file', false],
  [' #file', '#file', true],
  ['file\r\nother\r\n', 'file', true],
  ['\uFEFFfile', 'file', true],
  ['\t file  ', 'file', true],
  ['dir with space', 'dir with space/x', true],
  ['', 'file', false],
  ['*', '.', false],
])('%j excludes %s: %s', (lines, path, expected) => {
  expect(excludes(lines, path)).toBe(expected);
});

test('the pattern that excludes a path is named with its line', () => {
  expect(parseIgnoreFile('# note\n\n*.txt \n').excludedBy('a.txt')).toMatchObject({ line: 2, text: '*.txt' });
});

test('patterns that the builder refuses are problems with their line', () => {
  const { problems, patterns } = parseIgnoreFile('a\n!\n[\n[]a]\n' + String.raw`*\y`);
  expect(problems.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  expect(patterns.map(({ text }) => text)).toEqual(['a']);
});

test.each([
  ['dir\n!dir/file', 'dir', true],
  ['dir\n!**/file', 'dir', true],
  ['dir\n!d*/file', 'dir', true],
  ['dir\n!other/file', 'dir', false],
  ['dir\n!x*', 'dir', false],
  ['dir', 'dir', false],
])('whether %j may take back something below %s is %s', (lines, directory, expected) => {
  expect(parseIgnoreFile(lines).mayReincludeBelow(directory)).toBe(expected);
});

test.each([
  ['', '.'],
  ['/', '/'],
  ['a/./b//c/', 'a/b/c'],
  ['a/../..', '..'],
  ['/../a', '/a'],
  ['../a/../..', '../..'],
  ['a/b/../c', 'a/c'],
])('the path %j is cleaned to %s', (path, expected) => {
  expect(cleanPath(path)).toBe(expected);
});
