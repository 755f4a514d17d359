import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { engineEnvironment, labBase, labHost } from '../../support/labEngine.js';
import { runProgram } from '../../support/programRun.js';
import type { ProgramOptions, ProgramRun } from '../../support/programRun.js';

const root = join(import.meta.dirname, '../../..');

/** The product's own bundle; `npm run build` makes it. */
export const program = join(root, 'dist', 'cli.js');

/** A copy of the sample recipe in a repository of its own, on a branch, inside a folder that holds nothing else. */
export async function sampleFolder(branch: string): Promise<string> {
  const folder = join(await emptyFolder(), 'greeting');
  await cp(join(root, 'sample'), folder, { recursive: true });
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      cwd: folder,
    });
  git('init', '--quiet', `--initial-branch=${branch}`);
  git('add', '--all');
  git('commit', '--quiet', '--message=Add the recipe');
  return folder;
}

/** A new folder that is removed when the test has ended. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-recipe-flow-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with one Dockerfile, inside a folder that holds nothing else. */
export async function dockerfileFolder(dockerfile: string): Promise<string> {
  const folder = await emptyFolder();
  await writeFile(join(folder, 'Dockerfile'), dockerfile);
  return folder;
}

/** `--build-context` options that put the lab's base in the place of ubuntu:24.04. */
export function baseOptions(): readonly string[] {
  return Object.entries(labBase('ubuntu:24.04')).flatMap(([name, value]) => [
    '--build-context',
    `${name}=${value}`,
  ]);
}

const started = new Set<string>();

/** Runs the command line on an engine of the lab, started if need be. */
export function runOn(engine: string, args: readonly string[], options: ProgramOptions): Promise<ProgramRun> {
  if (!started.has(engine)) {
    labHost(engine);
    started.add(engine);
  }
  return runProgram(program, args, { ...options, env: { ...engineEnvironment(engine), ...options.env } });
}

/** Command lines of living processes (Linux) that name a text, other than this process. */
export async function processesNaming(text: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const lines = await Promise.all(pids.map(commandLine));
  return lines.filter((line) => line.includes(text));
}

async function commandLine(pid: string): Promise<string> {
  try {
    await readlink(`/proc/${pid}/exe`);
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    return ''; // Why: it has ended since it was listed, or it is a zombie.
  }
}
