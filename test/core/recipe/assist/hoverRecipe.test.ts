import { expect, test } from 'vitest';

import { hoverRecipe } from '../../../../src/core/recipe/assist/hoverRecipe.js';
import { parseRecipeFile } from '../../../../src/core/recipe/recipeFile.js';

const text = `variable:
  TAG:
    default: "2"
target:
  app:
    dockerfile: app.Dockerfile
    tags: ["app:\${TAG}"]
    platforms: [linux/arm64]
  _base:
    context: .
`;
const { recipes } = parseRecipeFile({
  text,
  file: '/a/oci-recipe.yaml',
  directory: '/a',
  environment: {},
  localPlatform: 'linux/amd64',
  nowMs: 0,
});

function hover(line: number, character: number, withKeys = true): string | undefined {
  return hoverRecipe({ text, position: { line, character }, recipes, withKeys })?.markdown;
}

test('a target shows what it comes to, its variables filled in', () => {
  expect(hover(4, 3)).toContain('"app:2"');
});

test('a template is called one', () => {
  expect(hover(8, 3)).toBe('**_base** is a template for other targets.');
});

test('a key is explained by the schema, with the value it comes to', () => {
  expect([hover(6, 5), hover(6, 5)?.includes('app:2')]).toEqual([
    expect.stringContaining('**tags** — Names of the built image'),
    true,
  ]);
});

test('where keys are explained by another extension the value is there all the same', () => {
  expect(hover(6, 5, false)).toBe('Comes to\n\n```json\n[\n  "app:2"\n]\n```');
});

test('where nothing is written there is no hover', () => {
  expect(hover(3, 7)).toBeUndefined();
});
