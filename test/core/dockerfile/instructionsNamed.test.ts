import { expect, test } from 'vitest';

import { instructionsNamed } from '../../../src/core/dockerfile/instructionsNamed.js';
import { parseDockerfile } from '../../../src/core/dockerfile/parseDockerfile.js';

const before = parseDockerfile('ARG A\nFROM a\nRUN b\nUSER c\nFROM d\nRUN e\n');
const originals = (...keywords: string[]): readonly string[] =>
  instructionsNamed(before, ...keywords).map(({ original }) => original);

test('the instructions with one of the keywords are found, in file order', () => {
  expect(originals('RUN')).toEqual(['RUN b', 'RUN e']);
  expect(originals('USER', 'FROM')).toEqual(['FROM a', 'USER c', 'FROM d']);
  expect(originals('RUN', 'COPY')).toEqual(['RUN b', 'RUN e']);
  expect(originals('COPY', 'ADD')).toEqual([]);
});

test.each([
  { keywords: ['FROM'], isSame: true },
  { keywords: ['FROM', 'USER'], isSame: true },
  { keywords: ['COPY'], isSame: true },
  { keywords: ['RUN'], isSame: false },
  { keywords: ['FROM', 'RUN'], isSame: false },
])('the list of $keywords is the same after an edit of a RUN: $isSame', ({ keywords, isSame }) => {
  const list = instructionsNamed(before, ...keywords);
  const after = parseDockerfile(before.text.replace('RUN e', 'RUN ef'), before);
  expect(instructionsNamed(after, ...keywords) === list).toBe(isSame);
  expect(instructionsNamed(after, ...keywords)).toEqual(
    instructionsNamed(parseDockerfile(after.text), ...keywords),
  );
});

test('a list of the same first instruction that has lost or won others is another one', () => {
  const list = instructionsNamed(before, 'RUN');
  const shorter = parseDockerfile(before.text.replace('RUN e\n', ''), before);
  expect(instructionsNamed(shorter, 'RUN')).toHaveLength(1);
  const again = parseDockerfile(before.text, shorter);
  expect(instructionsNamed(again, 'RUN')).toEqual(list);
});
