import { expect, test } from 'vitest';

import { listRecipeSymbols } from '../../../../src/core/recipe/assist/recipeSymbols.js';

test('the outline has variables, groups and targets with what matters of them', () => {
  const text = [
    'group:',
    '  default: { targets: [app] }',
    'variable:',
    '  TAG: { default: latest }',
    'target:',
    '  app:',
    '    context: .',
    '    platforms: [linux/amd64, linux/arm64]',
  ].join('\n');
  expect(
    listRecipeSymbols(text).map(({ name, kind, detail, range }) => [name, kind, detail, range.end.line]),
  ).toEqual([
    ['default', 'group', 'app', 1],
    ['TAG', 'variable', 'latest', 3],
    ['app', 'target', 'linux/amd64, linux/arm64', 7],
  ]);
  expect(listRecipeSymbols(text)[2]?.children.map(({ name, detail }) => [name, detail])).toEqual([
    ['context', '.'],
    ['platforms', 'linux/amd64, linux/arm64'],
  ]);
});

test('a broken file has the outline of what can be read', () => {
  expect(listRecipeSymbols('target:\n  app:\n   - [').map(({ name }) => name)).toEqual(['app']);
});
