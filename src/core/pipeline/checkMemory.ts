import type { DockerfileDocument } from '../dockerfile/dockerfileDocument.js';
import type { Repository } from '../repository/repository.js';
import type { GitIgnoreRule } from '../repository/trackedFiles.js';
import type { ShellParser } from '../shell/shellScript.js';
import type { HadolintConfigMemory } from './hadolintConfig.js';
import { createHadolintConfigMemory } from './hadolintConfig.js';
import type { FoundPaths } from './matchSources.js';

/** What git says of a path. */
export interface Tracking {
  readonly isTracked: boolean;
  readonly ignoredBy?: GitIgnoreRule;
}

/**
 * What the checks of one session remember of the disk, so that checking unsaved text again starts no program and
 * reads no directory twice. Whoever owns it calls `forget` when files or git may have changed (a save, a file event).
 */
export interface CheckMemory {
  /** By where the nearest `.git` is. */
  readonly repositories: Map<string, Repository>;
  /** Whether a directory has a `.git`, or is a repository itself; by real path. */
  readonly gitPlaces: Map<string, boolean>;
  /** Real paths, by path; undefined for what is not there. */
  readonly realPaths: Map<string, string | undefined>;
  /** By `memoryKey(real path of the context, source key)`. */
  readonly found: Map<string, FoundPaths>;
  /** By `memoryKey(root, path below it)`. */
  readonly tracking: Map<string, Tracking>;
  readonly hadolint: HadolintConfigMemory;
  /** The texts that an editor holds as they were read last; by path of the Dockerfile. Kept when the rest is forgotten. */
  readonly dockerfiles: Map<string, DockerfileDocument>;
  /** The parser of shell, under the key `shell`; kept when the rest is forgotten. */
  readonly shell: Map<'shell', Promise<ShellParser | undefined>>;
  forget(): void;
}

/** A memory that knows nothing yet. */
export function createCheckMemory(): CheckMemory {
  const maps = {
    repositories: new Map<string, Repository>(),
    gitPlaces: new Map<string, boolean>(),
    realPaths: new Map<string, string | undefined>(),
    found: new Map<string, FoundPaths>(),
    tracking: new Map<string, Tracking>(),
  };
  const hadolint = createHadolintConfigMemory();
  return {
    ...maps,
    hadolint,
    dockerfiles: new Map(),
    shell: new Map(),
    forget: () => {
      hadolint.forget();
      Object.values(maps).forEach((map) => {
        map.clear();
      });
    },
  };
}

/** The key of something that depends on several texts. */
export function memoryKey(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** What is being read for a map just now, so that what several ask for at once is read once. */
const pending = new WeakMap<object, Map<string, Promise<unknown>>>();

/** The remembered value, or the one that `read` finds, which is then remembered. */
export async function remember<Value>(
  map: Map<string, Value>,
  key: string,
  read: () => Promise<Value>,
): Promise<Value> {
  if (map.has(key)) {
    return map.get(key) as Value;
  }
  const reading = pending.get(map) ?? new Map<string, Promise<unknown>>();
  pending.set(map, reading);
  const other = reading.get(key);
  if (other !== undefined) {
    // Why: it may fail only because whoever asked for it was cancelled; then it is read once more for us.
    return other.then(
      () => remember(map, key, read),
      () => remember(map, key, read),
    );
  }
  const own = read();
  reading.set(key, own);
  try {
    const value = await own;
    map.set(key, value);
    return value;
  } finally {
    reading.delete(key);
  }
}
