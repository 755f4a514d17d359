import { expect, test } from 'vitest';

import { commandTable } from '../../../src/cli/options/commandTable.js';
import { formatHelp } from '../../../src/cli/options/help.js';
import { expectGolden } from '../../support/golden.js';

test('the help of the program is what the README shows', () => {
  expectGolden('cli/help.txt', formatHelp());
});

test.each(commandTable.map(({ name }) => name))('the help of %s tells its options and examples', (name) => {
  expectGolden(`cli/help.${name}.txt`, formatHelp(name));
});

test('no line of the help is wider than 110 columns', () => {
  const texts = [formatHelp(), ...commandTable.map(({ name }) => formatHelp(name))];
  expect(
    texts
      .join('')
      .split('\n')
      .filter((line) => line.length > 110),
  ).toEqual([]);
});
