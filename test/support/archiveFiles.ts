import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { onTestFinished } from 'vitest';

import type { TarMember } from './archiveTar.js';
import { tarOf } from './archiveTar.js';

/** A new directory that is removed when the test is over. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'oci-recipes-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes members as a tar archive; returns its path. */
export async function writeTar(directory: string, members: readonly TarMember[]): Promise<string> {
  return writeBytes(directory, await tarOf(members));
}

/** Writes an archive's bytes; returns its path. */
export async function writeBytes(directory: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(directory, 'archive.tar');
  await writeFile(file, bytes);
  return file;
}

/** Writes members as files of a folder; returns its path. */
export async function writeFolder(directory: string, members: readonly TarMember[]): Promise<string> {
  const folder = path.join(directory, 'layout');
  for (const { name, bytes } of members) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), bytes ?? '');
  }
  return folder;
}

/** Every file below a directory with its content; directories end in a slash. */
export async function snapshot(directory: string): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) {
      const file = path.join(entry.parentPath, entry.name);
      files.set(path.relative(directory, file).split(path.sep).join('/'), await readFile(file));
    }
  }
  return new Map([...files].sort(([left], [right]) => (left < right ? -1 : 1)));
}
