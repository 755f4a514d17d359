import { mkdir, readdir, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

import { makeWorkDirectory } from '../../../../src/core/pipeline/build/workDirectory.js';
import { noChoices } from '../../../../src/core/plan/buildChoices.js';
import { temporaryDirectory } from '../../../support/archiveFiles.js';
import { createFakeHost } from '../../../support/fakeHost.js';
import { lonelyRecipe } from '../lonelyRecipe.js';

const dayMs = 24 * 60 * 60 * 1000;

async function place() {
  const root = await temporaryDirectory();
  const context = join(root, 'context');
  const temporary = join(root, 'tmp');
  await mkdir(context);
  await mkdir(temporary);
  const host = createFakeHost({
    system: { temporaryDirectory: temporary, isProcessAlive: (processId) => processId === 1 },
    nowMs: () => Date.now(),
  });
  const requestFor = (outputDirectory: string, contexts: Readonly<Record<string, string>> = {}) => ({
    recipe: lonelyRecipe(context, []),
    choices: { ...noChoices, buildContexts: contexts },
    outputDirectory,
    force: false,
  });
  return { root, context, temporary, host, requestFor };
}

test('it is made beside the output, or beside the nearest directory that is there', async () => {
  const { root, host, requestFor } = await place();
  const work = await makeWorkDirectory(requestFor(join(root, 'a', 'b', 'out')), host);
  expect(dirname(work.path)).toBe(root);
});

test.each([
  ['the context', {}, 'context/out'],
  ['a named context', { data: '../tmp/data' }, 'tmp/data/out'],
])('beside an output in %s it would be copied, so it is made elsewhere', async (_name, contexts, output) => {
  const { root, temporary, host, requestFor } = await place();
  await mkdir(join(temporary, 'data'));
  const work = await makeWorkDirectory(requestFor(join(root, output), contexts), host);
  expect(dirname(work.path)).toBe(temporary);
});

test('what a killed build left is removed after a day, what a living one uses is not', async () => {
  const { root, host, requestFor } = await place();
  const names = [
    '.oci-recipe-build-1-old',
    '.oci-recipe-build-2-old',
    '.oci-recipe-build-2-new',
    '.other-2-old',
  ];
  for (const name of names) {
    await mkdir(join(root, name));
    const time = new Date(Date.now() - (name.endsWith('old') ? 2 * dayMs : 0));
    await utimes(join(root, name), time, time);
  }
  const work = await makeWorkDirectory(requestFor(join(root, 'out')), host);
  await work.remove();
  const left = (await readdir(root)).filter((name) => name.startsWith('.'));
  expect(left.sort()).toEqual(['.oci-recipe-build-1-old', '.oci-recipe-build-2-new', '.other-2-old']);
});
