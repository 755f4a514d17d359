import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Finding, Fix } from '../../../src/core/finding/finding.js';
import { HostError } from '../../../src/core/host/hostError.js';
import { applySafeFixes } from '../../../src/core/pipeline/applyFixes.js';
import { createTestHost } from '../../support/testHost.js';

const host = createTestHost();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-fixes-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function finding(
  file: string,
  [start, end]: readonly [number, number],
  newText: string,
  safe = true,
): Finding {
  const range = { start: { line: 0, character: start }, end: { line: 0, character: end } };
  const fix: Fix = { kind: 'edit', title: `to ${newText}`, file, edits: [{ range, newText }] };
  return {
    rule: 'A',
    severity: 'warning',
    message: '',
    file,
    range,
    fixes: [safe ? { ...fix, isSafe: true } : fix],
  };
}

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

test('safe fixes are applied to the files, all others are left alone', async () => {
  const [one, two] = [await write('one', 'from a'), await write('two', 'run b')];
  const applied = await applySafeFixes(
    [finding(one, [0, 4], 'FROM'), finding(two, [0, 3], 'RUN'), finding(two, [4, 5], 'c', false)],
    host,
  );
  expect([await readFile(one, 'utf8'), await readFile(two, 'utf8')]).toEqual(['FROM a', 'RUN b']);
  expect(applied).toEqual([
    { rule: 'A', title: 'to FROM', file: one, line: 0 },
    { rule: 'A', title: 'to RUN', file: two, line: 0 },
  ]);
});

test('of fixes in each other’s way the first is applied, and the same one asked for twice counts for both', async () => {
  const file = await write('f', 'abc');
  const applied = await applySafeFixes(
    [finding(file, [0, 2], 'x'), finding(file, [1, 3], 'y'), finding(file, [0, 2], 'x')],
    host,
  );
  expect([await readFile(file, 'utf8'), applied.length]).toEqual(['xc', 2]);
});

test('a link stays a link, and what it leads to is changed', async () => {
  const file = await write('real', 'a');
  await symlink('real', join(folder, 'link'));
  await applySafeFixes([finding(join(folder, 'link'), [0, 1], 'b')], host);
  expect([await readFile(file, 'utf8'), (await readdir(folder)).toSorted()]).toEqual(['b', ['link', 'real']]);
});

test('a disk that is full leaves the file as it was, and nothing beside it', async () => {
  const file = await write('f', 'a');
  const full = {
    ...host,
    files: { ...host.files, rename: () => Promise.reject(new HostError('disk-full', 'full')) },
  };
  await expect(applySafeFixes([finding(file, [0, 1], 'b')], full)).rejects.toMatchObject({
    code: 'disk-full',
  });
  expect([await readFile(file, 'utf8'), await readdir(folder)]).toEqual(['a', ['f']]);
});
