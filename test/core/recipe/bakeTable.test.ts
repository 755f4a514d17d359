import { describe, expect, test } from 'vitest';

import { decodeBakePrint } from '../../../src/core/recipe/bakePrint.js';
import { parseRecipeFile } from '../../../src/core/recipe/recipeFile.js';
import type { RecipeFile } from '../../../src/core/recipe/recipeFile.js';
import type { BakeFixture } from '../../fixtures/bake/bakeFixtures.js';
import { bakeFixtures } from '../../fixtures/bake/bakeFixtures.js';

const fixtures = bakeFixtures();

/** Where we say more than bake, which goes on with nonsense or does not look at the rest of the file. */
const stricter = new Set(['divisionByZero', 'groupMemberMissing', 'groupLikeTarget']);

describe.each(fixtures.filter(({ name, golden }) => golden?.print !== undefined && !stricter.has(name)))(
  '$name',
  (fixture) => {
    test('every target is what docker buildx bake --print says', () => {
      const printed = parse('printed.json', decodeBakePrint(JSON.stringify(fixture.golden?.print)).text, {});
      const own = read(fixture);
      expect({ targets: targetsOf(own), errors: errorsOf(own) }).toEqual({
        targets: targetsOf(printed),
        errors: [],
      });
    });
  },
);

describe.each(fixtures.filter(({ golden }) => golden?.error !== undefined))('$name', (fixture) => {
  test('what bake refuses is an error here too', () => {
    expect(errorsOf(read(fixture))).toMatchSnapshot();
  });
});

describe.each(fixtures.filter(({ name }) => stricter.has(name)))('$name', (fixture) => {
  test('more is said than bake says', () => {
    expect(
      read(fixture).findings.map(({ severity, message }) => `${severity}: ${message}`),
    ).toMatchSnapshot();
  });
});

test('the table has both kinds, and enough of them', () => {
  const accepted = fixtures.filter(({ golden }) => golden?.print !== undefined).length;
  expect({ isWhole: fixtures.every(({ golden }) => golden !== undefined), isLong: accepted >= 40 }).toEqual({
    isWhole: true,
    isLong: true,
  });
});

function read({ fileName, text, environment }: BakeFixture): RecipeFile {
  return parse(fileName, text, environment);
}

function parse(fileName: string, text: string, environment: Readonly<Record<string, string>>): RecipeFile {
  return parseRecipeFile({
    text,
    file: `/repository/${fileName}`,
    directory: '/repository',
    environment,
    localPlatform: 'linux/amd64',
  });
}

/** Bake prints maps by key and never says where an option's attributes were written. */
function targetsOf({ recipes }: RecipeFile): unknown {
  return Object.fromEntries(recipes.map(({ name, target }) => [name, target]));
}

function errorsOf({ findings }: RecipeFile): readonly string[] {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(
      ({ message, range: { start, end } }) =>
        `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1} ${message}`,
    );
}
