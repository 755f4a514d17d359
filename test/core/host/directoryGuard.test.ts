import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNodeFiles } from '../../../src/core/host/nodeFiles.js';

const files = createNodeFiles();
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'directory-guard-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const others = new Set(process.listeners('exit'));

/** What the end of the process does, without ending this one. */
function endProcess(): void {
  for (const listener of process.listeners('exit').filter((each) => !others.has(each))) {
    listener(0);
  }
}

test('a directory made for a while goes with the process', async () => {
  const made = await files.makeUniqueDirectory(join(folder, 'work-'));
  writeFileSync(join(made, 'half'), 'half');
  endProcess();
  expect(existsSync(made)).toBe(false);
  await files.remove(made);
});

test('a directory into which something was moved stays', async () => {
  const made = await files.makeUniqueDirectory(join(folder, 'work-'));
  mkdirSync(join(folder, 'precious'));
  await files.rename(join(folder, 'precious'), join(made, 'replaced'));
  endProcess();
  expect(existsSync(join(made, 'replaced'))).toBe(true);
});

test('a move within the directory or out of it changes nothing', async () => {
  const made = await files.makeUniqueDirectory(join(folder, 'work-'));
  mkdirSync(join(made, 'a'));
  await files.rename(join(made, 'a'), join(made, 'b'));
  await files.rename(join(made, 'b'), join(folder, 'out'));
  endProcess();
  expect([existsSync(made), existsSync(join(folder, 'out'))]).toEqual([false, true]);
  await files.remove(made);
});
