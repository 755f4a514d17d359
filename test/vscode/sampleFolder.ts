import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { execa } from 'execa';

/** A copy of the sample recipe in a git repository of its own. */
export interface SampleFolder {
  /** Absolute, without symlinks. */
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes the copy, on `branch`, with everything committed. Whoever makes it removes it. */
export async function createSampleFolder(branch: string): Promise<SampleFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'ocr-sample-')));
  await cp('sample', path, { recursive: true });
  await git(path, ['init', '--quiet', `--initial-branch=${branch}`]);
  await git(path, ['add', '--all']);
  await git(path, ['commit', '--quiet', '--message=Add the recipe']);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

async function git(folder: string, args: readonly string[]): Promise<void> {
  const identity = ['-c', 'user.name=Sample', '-c', 'user.email=sample@example.com'];
  await execa('git', ['-C', folder, ...identity, ...args]);
}
