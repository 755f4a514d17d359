import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findProgram } from '../../../src/core/host/programPath.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'program-path-'));
  await mkdir(path.join(folder, 'bin'));
  await writeFile(path.join(folder, 'bin', 'tool'), '');
  await chmod(path.join(folder, 'bin', 'tool'), 0o755);
  await writeFile(path.join(folder, 'bin', 'text'), '');
});

afterAll(() => rm(folder, { recursive: true }));

test('a program is found in PATH', async () => {
  const found = findProgram('tool', 'linux', { PATH: `/nonexistent:${folder}/bin` });
  await expect(found).resolves.toBe(path.join(folder, 'bin', 'tool'));
});

test('relative entries of PATH are never searched', async () => {
  const relative = path.relative(process.cwd(), path.join(folder, 'bin'));
  const found = findProgram('tool', 'linux', { PATH: `${relative}::.` });
  await expect(found).rejects.toMatchObject({ code: 'program-not-found' });
});

test('a relative path is no program', async () => {
  const found = findProgram('./tool', 'linux', { PATH: `${folder}/bin` });
  await expect(found).rejects.toMatchObject({ code: 'program-not-found' });
});

test('a file that may not be run is told from one that is not there', async () => {
  const found = findProgram('text', 'linux', { PATH: `${folder}/bin` });
  await expect(found).rejects.toMatchObject({
    code: 'program-denied',
    message: expect.stringContaining(`${folder}/bin/text exists but may not be run`) as string,
  });
});

test('the message for a missing program says what to do', async () => {
  const found = findProgram('no-such-tool', 'linux', { PATH: '/usr/bin' });
  await expect(found).rejects.toThrow(
    'The program "no-such-tool" was not found in PATH. Install it, or add its folder to PATH and start again.',
  );
});
