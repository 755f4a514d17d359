import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createTestHost } from '../../support/testHost.js';
import { findRecipes } from '../../../src/core/pipeline/findRecipes.js';
import { createRecipeCommand } from '../../../src/editor/commands/createRecipeCommand.js';
import type { FakeEditor } from '../../support/fakeVscode.js';
import { resetFakeVscode, Uri } from '../../support/fakeVscode.js';

const host = createTestHost();
let editor: FakeEditor;
let directory = '';

beforeEach(async () => {
  editor = resetFakeVscode();
  directory = await mkdtemp(join(tmpdir(), 'create-recipe-'));
  await writeFile(join(directory, 'app.Dockerfile'), 'FROM ubuntu:24.04\n');
});

afterEach(() => rm(directory, { recursive: true }));

async function run(): Promise<void> {
  await createRecipeCommand(host)(Uri.file(join(directory, 'app.Dockerfile')));
}

test('the file that is written is a recipe of the Dockerfile, without a finding', async () => {
  await run();
  const file = join(directory, 'oci-recipe.yaml');
  const { recipes, findings } = await findRecipes(file, host, { allowPrograms: false });
  expect([recipes.map(({ target }) => [target.dockerfile, target.platforms.length]), findings]).toEqual([
    [['app.Dockerfile', 2]],
    [],
  ]);
  expect(editor.shown.map(({ uri }) => uri.path)).toEqual([file]);
});

test('a recipe file that is there is opened and stays as it is', async () => {
  const file = join(directory, 'oci-recipe.yaml');
  await writeFile(file, 'mine');
  await run();
  expect([await readFile(file, 'utf8'), editor.shown.length, editor.messages[0]?.kind]).toEqual([
    'mine',
    1,
    'info',
  ]);
});
