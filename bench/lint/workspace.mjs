/** The folders that are linted: a git repository, as a recipe's is. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

import { contextFiles, writeDockerfile } from './dockerfiles.mjs';

/** Makes a repository with one Dockerfile of each of `sizes` and a folder of `count` Dockerfiles. */
export async function createWorkspace({ sizes, count }) {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'lint-bench-')));
  const files = new Map();
  for (const size of sizes) {
    const file = await writeContext(path.join(root, size.name), writeDockerfile(size));
    files.set(size.name, file);
  }
  const folder = path.join(root, 'many');
  for (let index = 0; index < count; index += 1) {
    const text = writeDockerfile({ lines: 30 + (index % 40), seed: 1000 + index });
    await writeContext(path.join(folder, `service${index}`), text);
  }
  for (const args of [
    ['init', '-q', '-b', 'v1.0-24.04'],
    ['add', '-A'],
  ]) {
    execFileSync('git', args, { cwd: root });
  }
  const programs = await linkGit(root);
  return {
    folder,
    programs,
    fileOf: (name) => files.get(name),
    remove: () => rm(root, { recursive: true }),
  };
}

/** A folder with git alone, for a PATH without ShellCheck. */
async function linkGit(root) {
  const folder = path.join(root, '.programs');
  await mkdir(folder);
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  await symlink(git, path.join(folder, 'git'));
  return folder;
}

async function writeContext(folder, text) {
  for (const name of contextFiles) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${name}\n`);
  }
  const file = path.join(folder, 'Dockerfile');
  await writeFile(file, text);
  return file;
}
