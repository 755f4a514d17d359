import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

/** A new empty directory, removed when the test ends; its real path. */
export async function makeDirectory(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'oci-recipe-test-')));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes files below a directory, by relative path. */
export async function writeFiles(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = join(directory, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** Runs git as a person would, away from the machine's own settings; its output. */
export async function git(directory: string, ...args: readonly string[]): Promise<string> {
  const identity = [
    '-c',
    'user.name=A',
    '-c',
    'user.email=a@example.com',
    '-c',
    'protocol.file.allow=always',
  ];
  const { stdout } = await run('git', ['-C', directory, ...identity, ...args], {
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  });
  return stdout.trim();
}

/** A repository on a branch with one commit of the files. */
export async function makeRepository(
  branch = 'v1.0-24.04',
  files: Readonly<Record<string, string>> = { Dockerfile: 'FROM ubuntu:24.04\n' },
): Promise<string> {
  const directory = await makeDirectory();
  await git(directory, 'init', '-q', '-b', branch);
  await writeFiles(directory, files);
  await git(directory, 'add', '-A');
  await git(directory, 'commit', '-q', '-m', 'first');
  return directory;
}
