import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import type { BuildFailure, LinkedTarget } from '../../../../src/core/build/buildEvent.js';
import { createNodeFiles } from '../../../../src/core/host/nodeFiles.js';
import { locateFailure } from '../../../../src/core/pipeline/build/locateFailure.js';
import type { Recipe, Target } from '../../../../src/core/recipe/recipe.js';
import { temporaryDirectory } from '../../../support/archiveFiles.js';
import { lonelyRecipe } from '../lonelyRecipe.js';

const text = 'FROM ubuntu:24.04\nRUN make\n';
const excerpt = [
  { line: 1, text: 'FROM ubuntu:24.04' },
  { line: 2, text: 'RUN exit 9' },
  { line: 3, text: '' },
];

/** A recipe with its own Dockerfile that takes a context from a target. */
async function recipeWith(linked: Partial<Target>): Promise<Recipe> {
  const context = await temporaryDirectory();
  await writeFile(join(context, 'Dockerfile'), text);
  await mkdir(join(context, 'lib'));
  await writeFile(join(context, 'lib', 'Dockerfile'), 'FROM ubuntu:24.04\r\nRUN exit 9\r\n');
  const recipe = lonelyRecipe(context, ['linux/amd64']);
  return { ...recipe, dependencies: { lib: { ...recipe.target, ...linked } } };
}

async function locate(recipe: Recipe, quoted: BuildFailure['excerpt']): Promise<LinkedTarget | undefined> {
  const failure = {
    message: 'broken',
    line: 2,
    logTail: [],
    ...(quoted !== undefined && { excerpt: quoted }),
  };
  return (await locateFailure(failure, recipe, createNodeFiles())).linkedTarget;
}

test('a failure in the Dockerfile of a linked target is found there', async () => {
  const recipe = await recipeWith({ context: 'lib' });
  const dockerfile = join(recipe.directory, 'lib', 'Dockerfile');
  expect(await locate(recipe, excerpt)).toEqual({ name: 'lib', dockerfile });
});

test('a failure in an inline Dockerfile of a linked target is found there', async () => {
  const recipe = await recipeWith({ dockerfileInline: 'FROM ubuntu:24.04\nRUN exit 9\n' });
  expect(await locate(recipe, excerpt)).toEqual({ name: 'lib' });
});

test('a failure in the recipe’s own Dockerfile is left there, also where a linked one reads alike', async () => {
  const recipe = await recipeWith({ dockerfileInline: text });
  expect(await locate(recipe, [{ line: 2, text: 'RUN make' }])).toBeUndefined();
});

test('what no Dockerfile holds, or is not quoted, is left alone', async () => {
  const recipe = await recipeWith({ context: 'absent' });
  expect([await locate(recipe, excerpt), await locate(recipe, undefined)]).toEqual([undefined, undefined]);
});
