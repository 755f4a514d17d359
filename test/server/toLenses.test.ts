import { expect, test } from 'vitest';

import { createLoneRecipes } from '../../src/core/pipeline/loneRecipes.js';
import { parseRecipeFile } from '../../src/core/recipe/recipeFile.js';
import type { Recipe } from '../../src/core/recipe/recipe.js';
import { toLenses } from '../../src/server/toLenses.js';

const text = `target:
  app:
    target: final
    platforms: [linux/arm64]
  tool:
    target: final
  last: {}
`;
const dockerfile = 'FROM a AS build\n\nFROM b AS final\n\nFROM c\n';

function readRecipes(): readonly Recipe[] {
  return parseRecipeFile({
    text,
    file: '/a/oci-recipe.yaml',
    directory: '/a',
    environment: {},
    localPlatform: 'linux/amd64',
    nowMs: 0,
  }).recipes;
}

function placesIn(path: string, recipes: readonly Recipe[], source: string): readonly (readonly unknown[])[] {
  return toLenses(path, recipes, source).map(({ recipe, range, isNamed }) => [
    recipe,
    range.start.line,
    isNamed,
  ]);
}

test('in a recipe file each target has its lens at its name', () => {
  expect(placesIn('/a/oci-recipe.yaml', readRecipes(), text)).toEqual([
    ['app', 1, false],
    ['tool', 4, false],
    ['last', 6, false],
  ]);
});

test('in a Dockerfile the lens stands at the stage that the recipe ends with', () => {
  expect(placesIn('/a/Dockerfile', readRecipes(), dockerfile)).toEqual([
    ['app', 2, true],
    ['tool', 2, true],
    ['last', 4, false],
  ]);
});

test('a Dockerfile without a recipe file is built from its last stage', () => {
  const recipes = createLoneRecipes(['/a/Dockerfile'], '/a');
  expect(placesIn('/a/Dockerfile', recipes, dockerfile)).toEqual([['a', 4, false]]);
});

test('a stage that is not there has no lens', () => {
  expect(placesIn('/a/Dockerfile', readRecipes(), 'FROM a\n')).toEqual([['last', 0, false]]);
});
