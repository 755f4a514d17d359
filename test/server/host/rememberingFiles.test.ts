import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { rememberFiles } from '../../../src/server/host/rememberingFiles.js';
import { createTestHost } from '../../support/testHost.js';

const { files } = createTestHost();
let file = '';

beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'remembering-')), 'a');
});

afterEach(() => rm(join(file, '..'), { recursive: true }));

test('a text is read once until it is forgotten', async () => {
  await writeFile(file, 'one');
  const remembering = rememberFiles(files);
  const first = await remembering.files.readText(file);
  await writeFile(file, 'two');
  const second = await remembering.files.readText(file);
  remembering.forget();
  expect([first, second, await remembering.files.readText(file)]).toEqual(['one', 'one', 'two']);
});

test('that nothing is there is remembered too', async () => {
  const remembering = rememberFiles(files);
  expect(await remembering.files.status(file)).toBeUndefined();
  await expect(remembering.files.readText(file)).rejects.toMatchObject({ code: 'file-not-found' });
  await writeFile(file, 'late');
  expect(await remembering.files.status(file)).toBeUndefined();
  remembering.forget();
  expect(await remembering.files.readText(file)).toBe('late');
});
