import { expect, test } from 'vitest';

import type { DockerfileNames } from '../../../../src/core/recipe/assist/completeRecipe.js';
import { followRecipe } from '../../../../src/core/recipe/assist/recipeLinks.js';

function at(line: number): {
  start: { line: number; character: number };
  end: { line: number; character: number };
} {
  return { start: { line, character: 0 }, end: { line, character: 1 } };
}

const names: DockerfileNames = {
  file: '/a/Dockerfile',
  stages: [
    { name: 'build', range: at(3) },
    { name: 'final', range: at(7) },
  ],
  args: [{ name: 'MODE', range: at(1) }],
};
const lines = [
  'group:',
  '  default: { targets: [app] }',
  'target:',
  '  app:',
  '    dockerfile: Dockerfile',
  '    target: Build',
  '    args: { MODE: x }',
  '    tags: [a]',
];

async function follow(line: number, word: string): Promise<readonly unknown[]> {
  const position = { line, character: (lines[line] ?? '').lastIndexOf(word) };
  const link = await followRecipe({ text: lines.join('\n'), position }, () => Promise.resolve(names));
  return [link?.file, link?.range.start.line];
}

test('a target leads to its definition, a path to the Dockerfile, names into it', async () => {
  expect([
    await follow(1, 'app'),
    await follow(4, 'Dockerfile'),
    await follow(5, 'Build'),
    await follow(6, 'MODE'),
    await follow(7, 'a'),
  ]).toEqual([
    [undefined, 3],
    ['/a/Dockerfile', 0],
    ['/a/Dockerfile', 3],
    ['/a/Dockerfile', 1],
    [undefined, undefined],
  ]);
});

test('what has no Dockerfile leads nowhere', async () => {
  const link = await followRecipe({ text: lines.join('\n'), position: { line: 5, character: 13 } }, () =>
    Promise.resolve(undefined),
  );
  expect(link).toBeUndefined();
});
