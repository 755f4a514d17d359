import { expect, test } from 'vitest';

import { expandWord } from '../../../src/core/dockerfile/expandWord.js';

const values: Readonly<Record<string, string | null>> = {
  X: 'one',
  EMPTY: '',
  UNSET: null,
  P: 'a/b/c.tar.gz',
};
const lookup = (name: string): string | null | undefined => values[name];

test.each([
  ['plain', 'plain'],
  ['$X', 'one'],
  ['a${X}b', 'aoneb'],
  ['$UNSET', ''],
  ['${EMPTY:-d}', 'd'],
  ['${EMPTY-d}', ''],
  ['${UNSET-d}', 'd'],
  ['${UNSET:-${X}-y}', 'one-y'],
  ['${UNSET:-${UNSET:-deep}}', 'deep'],
  ['${X:-$UNKNOWN}', 'one'],
  ['${X:+a}', 'a'],
  ['${EMPTY:+a}', ''],
  ['${EMPTY+a}', 'a'],
  ['${UNSET+a}', ''],
  ['${X:?needed}', 'one'],
  ['${P#*/}', 'b/c.tar.gz'],
  ['${P##*/}', 'c.tar.gz'],
  ['${P%.*}', 'a/b/c.tar'],
  ['${P%%.*}', 'a/b/c'],
  ['${P%x}', 'a/b/c.tar.gz'],
  ['${P/b/z}', 'a/z/c.tar.gz'],
  ['${P//./-}', 'a/b/c-tar-gz'],
  ['${P/b/}', 'a//c.tar.gz'],
  ["'$X'", '$X'],
  ['"$X y"', 'one y'],
  [String.raw`\$X`, '$X'],
  [String.raw`"\$X\"\\\a"`, String.raw`$X"\\a`],
  ['a$', 'a$'],
  ['$.', '$.'],
  ['', ''],
])('%s becomes %s', (word, expected) => {
  expect(expandWord(word, '\\', lookup)).toBe(expected);
});

test.each([
  '$UNKNOWN',
  '${UNKNOWN:-d}',
  '${UNSET:?needed}',
  '${X',
  "'open",
  '"open',
  '${}',
  '${X!y}',
  '${UNSET:-$UNKNOWN}',
])('%s has no known value', (word) => {
  expect(expandWord(word, '\\', lookup)).toBeUndefined();
});

test('a backtick escapes where it is the escape character', () => {
  expect(expandWord('`$X\\a', '`', lookup)).toBe('$X\\a');
});
