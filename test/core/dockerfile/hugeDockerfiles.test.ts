import { expect, test } from 'vitest';

import { suggest } from '../../../src/core/dockerfile/suggestion.js';
import { refusals } from '../check/refusals.js';

function times(count: number, toText: (index: number) => string): string {
  return Array.from({ length: count }, (_unused, index) => toText(index)).join('');
}

test('a value that doubles with every line is given up, not kept', () => {
  const text = `FROM scratch\nENV A0=xx\n${times(3000, (index) => `ENV A${index + 1}="$A${index}$A${index}"\n`)}`;
  expect(refusals(`${text}STOPSIGNAL $A3000\n`)).toEqual([]);
});

test('a replacement that makes a value huge is given up', () => {
  const long = 'a'.repeat(60_000);
  const text = `FROM scratch\nENV A=${long}\nENV B=$A\nENV C=\${A//a/$B}\nSTOPSIGNAL $C\n`;
  expect(refusals(text)).toEqual([]);
});

test('a long line of stages, each with variables of its own, ends with all of them', () => {
  const chain = times(20_000, (index) => `FROM s${index} AS s${index + 1}\nENV A${index}=TERM\n`);
  const text = `FROM scratch AS s0\n${chain}STOPSIGNAL $A0\nUSER \${B:?none}\n`;
  expect(refusals(text)).toEqual(['failed to process "${B:?none}": B: none']);
});

test('stages based on one and the same stage do not see what the others set', () => {
  const text =
    'FROM scratch AS a\nENV A=TERM\nFROM a AS b\nENV A=foo\nFROM a\nSTOPSIGNAL $A\nFROM b\nSTOPSIGNAL $A\n';
  expect(refusals(text)).toEqual(['invalid signal: foo']);
});

test.each([
  ['abc', ['abd', 'xyz'], 'abd'],
  ['abcdef', ['abcd'], 'abcd'],
  ['abcd', ['bcde'], 'bcde'],
  ['ab', ['xyab'], 'xyab'],
  ['a', ['bc'], 'bc'],
  ['abcdef', ['abc'], undefined],
  ['TARGETPLATFOR', ['TARGETPLATFORM', 'TARGETOS'], 'TARGETPLATFORM'],
  [`${'x'.repeat(5000)}ab`, [`${'x'.repeat(5000)}ba`], `${'x'.repeat(5000)}ba`],
  ['ab', ['ax', 'ab'], undefined],
])('for a slip like %.20s the nearest name is suggested', (word, known, expected) => {
  expect(suggest(word, known, true)).toBe(expected);
});

test('among more names than anybody has nothing is suggested', () => {
  const names = Array.from({ length: 600 }, (_unused, index) => `NAME_${index}`);
  expect([suggest('NAMEX', names.slice(0, 100), true), suggest('NAMEX', names, true)]).toEqual([
    'NAME_0',
    undefined,
  ]);
});
