import * as path from 'node:path';

import { hasCode, messageOf } from '../base/errors.js';
import { isWithin } from '../check/paths.js';
import type { Host } from '../host/host.js';
import type { Repository } from '../repository/repository.js';
import { readIgnored, readTracked } from '../repository/trackedFiles.js';
import type { CheckMemory, Tracking } from './checkMemory.js';
import { memoryKey } from './checkMemory.js';

/** What git says of files, by absolute path. */
export type TrackingByPath = ReadonlyMap<string, Tracking>;

type TrackingHost = Pick<Host, 'processes' | 'system' | 'log'>;

/**
 * What git says of files (absolute real paths): at most one listing, one question about ignored files and one about
 * submodules, and nothing that the memory holds. Files outside of the repository are left out, and all of them where
 * git does not answer; the log says why.
 */
export async function readTracking(
  files: readonly string[],
  source: {
    readonly repository: Repository;
    readonly memory: CheckMemory;
    readonly signal?: AbortSignal | undefined;
  },
  host: TrackingHost,
): Promise<TrackingByPath> {
  const { repository, memory, signal } = source;
  if (repository.kind !== 'git') {
    return new Map();
  }
  const { root } = repository;
  const inside = [...new Set(files)].filter((file) => isWithin(root, file));
  const keyOf = (file: string): string => memoryKey(root, file);
  const unknown = inside.filter((file) => !memory.tracking.has(keyOf(file)));
  const answers = await askGit(root, unknown, host, signal);
  answers.forEach((answer, file) => memory.tracking.set(keyOf(file), answer));
  return new Map(
    inside.flatMap((file) => {
      const known = memory.tracking.get(keyOf(file));
      return known === undefined ? [] : [[file, known] as const];
    }),
  );
}

async function askGit(
  root: string,
  files: readonly string[],
  host: TrackingHost,
  signal: AbortSignal | undefined,
): Promise<TrackingByPath> {
  const names = new Map(
    files.map((file) => [file, path.relative(root, file).split(path.sep).join('/') || '.']),
  );
  try {
    const tracked = await readTracked(root, [...names.values()], host, { signal });
    const untracked = [...names.values()].filter((name) => !tracked.has(name));
    const ignored = await readIgnored(root, untracked, host, { signal });
    return new Map(
      [...names].map(([file, name]) => [file, toTracking(tracked.has(name), ignored.get(name))]),
    );
  } catch (error) {
    if (hasCode(error, 'git-failed') || hasCode(error, 'program-failed')) {
      // Why: what git cannot say is not judged; the reason is for whoever reads the log.
      host.log.warn(`Tracked files are not known: ${messageOf(error)}`);
      return new Map();
    }
    throw error;
  }
}

function toTracking(isTracked: boolean, ignoredBy: Tracking['ignoredBy']): Tracking {
  return { isTracked, ...(ignoredBy !== undefined && { ignoredBy }) };
}
