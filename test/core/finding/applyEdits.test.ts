import { expect, test } from 'vitest';

import { applyEdits } from '../../../src/core/finding/applyEdits.js';
import type { TextEdit } from '../../../src/core/finding/finding.js';

const edit = (place: readonly [number, number, number, number], newText: string): TextEdit => ({
  range: { start: { line: place[0], character: place[1] }, end: { line: place[2], character: place[3] } },
  newText,
});

test.each<[string, string, readonly TextEdit[], string | undefined]>([
  ['nothing to do', 'ab', [], 'ab'],
  ['a word', 'from a\nrun b', [edit([1, 0, 1, 3], 'RUN')], 'from a\nRUN b'],
  ['several, whatever their order', 'a b', [edit([0, 2, 0, 3], 'y'), edit([0, 0, 0, 1], 'x')], 'x y'],
  ['two insertions at one place', 'a', [edit([0, 0, 0, 0], '1'), edit([0, 0, 0, 0], '2')], '12a'],
  ['a whole line of Windows', 'a\r\nb\r\nc', [edit([1, 0, 2, 0], '')], 'a\r\nc'],
  ['the end of the text', 'a\n', [edit([1, 0, 1, 0], 'b')], 'a\nb'],
  ['edits that overlap', 'abc', [edit([0, 0, 0, 2], 'x'), edit([0, 1, 0, 3], 'y')], undefined],
  ['a place behind the text', 'a', [edit([3, 0, 3, 0], 'x')], undefined],
  ['a place behind the line', 'a\nb', [edit([0, 5, 0, 5], 'x')], undefined],
])('%s', (_name, text, edits, expected) => {
  expect(applyEdits(text, edits)).toBe(expected);
});
