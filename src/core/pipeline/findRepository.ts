import * as path from 'node:path';

import { hasCode } from '../base/errors.js';
import type { Host } from '../host/host.js';
import { readRepository } from '../repository/readRepository.js';
import type { Repository } from '../repository/repository.js';
import type { CheckMemory } from './checkMemory.js';
import { remember } from './checkMemory.js';

type RepositoryHost = Pick<Host, 'files' | 'processes' | 'system'>;

/**
 * The repository around a directory. Directories below the same `.git` have the same one, so git is asked once for
 * all of them, and once for all that lie in none.
 */
export async function findRepository(
  directory: string,
  host: RepositoryHost,
  { memory, signal }: { readonly memory: CheckMemory; readonly signal?: AbortSignal | undefined },
): Promise<Repository> {
  const place = await placeOfGit(directory, host, memory);
  return remember(memory.repositories, place, () => readRepository(directory, host, { signal }));
}

/** What repositories are remembered by: where the nearest `.git` is, empty where there is none. */
async function placeOfGit(directory: string, host: RepositoryHost, memory: CheckMemory): Promise<string> {
  const start = await realPathOf(directory, host);
  if (start === undefined || (await host.files.status(start))?.kind !== 'directory') {
    return directory;
  }
  const ceilings = ceilingsOf(host);
  let current = start;
  while (!(await isGitPlace(current, host, memory))) {
    const above = path.dirname(current);
    if (above === current || ceilings.has(above)) {
      return '';
    }
    current = above;
  }
  return current;
}

/** A work tree's top, or a repository without one. */
function isGitPlace(directory: string, host: RepositoryHost, memory: CheckMemory): Promise<boolean> {
  return remember(memory.gitPlaces, directory, async () => {
    const has = async (name: string): Promise<boolean> =>
      (await host.files.linkStatus(path.join(directory, name))) !== undefined;
    return (await has('.git')) || ((await has('HEAD')) && (await has('objects')));
  });
}

/** Directories that git does not look in when it comes from below: https://git-scm.com/docs/git#Documentation/git.txt */
function ceilingsOf({ system }: RepositoryHost): ReadonlySet<string> {
  const list = system.environment['GIT_CEILING_DIRECTORIES'] ?? '';
  return new Set(
    list
      .split(path.delimiter)
      .filter((item) => item !== '')
      .map((item) => path.resolve(item)),
  );
}

async function realPathOf(file: string, host: RepositoryHost): Promise<string | undefined> {
  try {
    return await host.files.realPath(file);
  } catch (error) {
    if (hasCode(error, 'file-not-found') || hasCode(error, 'file-failed')) {
      return undefined;
    }
    throw error;
  }
}
