import { expect, test } from 'vitest';

import { expandWord } from '../../../../src/core/check/buildkit/wordExpansion.js';
import type { Expansion, Named } from '../../../../src/core/check/buildkit/wordExpansion.js';

const variables: Readonly<Record<string, Named>> = {
  KNOWN: { kind: 'set', value: 'value' },
  EMPTY: { kind: 'set', value: '' },
  HIDDEN: { kind: 'set', value: undefined },
  MAYBE: { kind: 'unknown' },
};

function expand(text: string, keepsQuotes = false): Expansion {
  return expandWord(text, { escape: '\\', keepsQuotes }, (name) => variables[name] ?? { kind: 'unset' });
}

test.each([
  ['a$KNOWN', 'avalue'],
  ['${KNOWN%ue}', 'val'],
  ['${NONE:-x}${EMPTY:-y}${EMPTY-z}', 'xy'],
  ['${KNOWN:+$NONE}', ''],
  [String.raw`\$KNOWN`, '$KNOWN'],
  ["'$KNOWN'", '$KNOWN'],
])('%s becomes %s', (text, value) => {
  expect(expand(text).value).toBe(value);
});

test.each(['$HIDDEN', '$MAYBE', '${MAYBE:-x}', '${HIDDEN#x}', '"'])(
  'the value of %s is not known',
  (text) => {
    expect(expand(text).value).toBeUndefined();
  },
);

test('names are told with where they stand, each once, in branches not taken too', () => {
  const { unmatched, matched, unknown } = expand('$ONE-${KNOWN:-$TWO}$ONE$MAYBE');
  expect(unmatched).toEqual([
    { name: 'ONE', start: 1, end: 4 },
    { name: 'TWO', start: 15, end: 18 },
  ]);
  expect(matched.map(({ name }) => name)).toEqual(['KNOWN']);
  expect(unknown.map(({ name }) => name)).toEqual(['MAYBE']);
});

test('quotes are characters in heredocs', () => {
  expect(expand(`it's "$KNOWN" '$NONE'`, true)).toMatchObject({
    value: `it's "value" ''`,
    unmatched: [{ name: 'NONE' }],
  });
});

test('a value is cut into words at blanks that are not quoted', () => {
  expect(expand('a "b c" d').words).toEqual(['a', 'b c', 'd']);
});

test('a malformed word is told as such', () => {
  expect([expand('${KNOWN').error, expand('${NONE:?}').error, expand('$KNOWN').error]).toEqual([
    'unsupported modifier (\uFFFD) in substitution',
    'NONE: is not allowed to be unset',
    undefined,
  ]);
});

test('words of great length and depth are read without trouble', () => {
  const deep = `${'${A:-'.repeat(50_000)}x${'}'.repeat(50_000)}`;
  expect(expand(deep).value).toBeUndefined();
  expect(expand('a${KNOWN}'.repeat(100_000)).value).toHaveLength(600_000);
});
