import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
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

test('where a path leads is looked up once until it is forgotten', async () => {
  const [one, two] = [`${file}-one`, `${file}-two`];
  await Promise.all([writeFile(one, ''), writeFile(two, '')]);
  const remembering = rememberFiles(files);
  await expect(remembering.files.realPath(file)).rejects.toMatchObject({ code: 'file-not-found' });
  await symlink(one, file);
  const first = await remembering.files.realPath(file);
  await rm(file);
  await symlink(two, file);
  const second = await remembering.files.realPath(file);
  remembering.forget();
  const third = await remembering.files.realPath(file);
  expect([first, second, third].map((found) => found.slice(-3))).toEqual(['one', 'one', 'two']);
});
