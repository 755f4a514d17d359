import { join } from 'node:path';
import { expect, test } from 'vitest';

import { createTestHost } from '../../support/testHost.js';
import { readIgnored, readTracked } from '../../../src/core/repository/trackedFiles.js';
import { createFakeHost } from '../../support/fakeHost.js';
import { git, makeDirectory, makeRepository, writeFiles } from './gitSandbox.js';

const host = createTestHost();

test('files, directories and the root are tracked when the index has something of them', async () => {
  const root = await makeRepository('main', { 'a/b c.txt': 'x', ü: 'x', '*': 'x' });
  await writeFiles(root, { 'a/new': 'x', 'empty/new': 'x', staged: 'x' });
  await git(root, 'add', 'staged');
  const paths = ['.', 'a', 'a/b c.txt', 'a/b', 'a/new', 'empty', 'ü', '*', 'staged', 'absent'];
  expect([...(await readTracked(root, paths, host))]).toEqual(['.', 'a', 'a/b c.txt', 'ü', '*', 'staged']);
});

test('names are taken literally, not as patterns', async () => {
  const root = await makeRepository('main', { abc: 'x' });
  expect([...(await readTracked(root, ['a*', ':/abc', '[a]bc'], host))]).toEqual([]);
});

test('what lies in a submodule counts as tracked', async () => {
  const inner = await makeRepository('main', { file: 'x' });
  const outer = await makeRepository();
  await git(outer, 'submodule', 'add', '-q', inner, 'vendor/inner');
  const paths = ['vendor/inner/file', 'vendor/inner', 'vendor/other'];
  expect([...(await readTracked(outer, paths, host))].toSorted()).toEqual([
    'vendor/inner',
    'vendor/inner/file',
  ]);
});

test('nothing asked is nothing run', async () => {
  const fake = createFakeHost();
  await readTracked('/', [], fake);
  await readIgnored('/', [], fake);
  expect(fake.commands).toEqual([]);
});

test('a git that does not answer is an error with its words', async () => {
  await expect(readTracked(await makeDirectory(), ['a'], host)).rejects.toMatchObject({
    code: 'git-failed',
    message: expect.stringContaining('not a git repository') as unknown,
  });
});

test('ignored paths come with the rule that ignores them', async () => {
  const root = await makeRepository('main', {
    '.gitignore': '# note\n*.o\n!keep.o\ndist/\n',
    'sub/.gitignore': 'x\n',
  });
  await writeFiles(root, { 'a.o': '', 'keep.o': '', 'dist/f': '', 'sub/x': '', other: '' });
  const rules = await readIgnored(root, ['a.o', 'keep.o', 'dist', 'dist/f', 'sub/x', 'other'], host);
  expect(Object.fromEntries(rules)).toEqual({
    'a.o': { file: '.gitignore', line: 2, pattern: '*.o' },
    dist: { file: '.gitignore', line: 4, pattern: 'dist/' },
    'dist/f': { file: '.gitignore', line: 4, pattern: 'dist/' },
    'sub/x': { file: join('sub', '.gitignore'), line: 1, pattern: 'x' },
  });
});

test('a git that cannot tell ignored files is an error', async () => {
  await expect(readIgnored(await makeDirectory(), ['a'], host)).rejects.toMatchObject({ code: 'git-failed' });
});
