import path from 'node:path';

import type { HadolintConfig } from '../check/hadolint/hadolintConfig.js';
import { emptyHadolintConfig } from '../check/hadolint/hadolintConfig.js';
import { withHadolintEnvironment } from '../check/hadolint/hadolintEnvironment.js';
import { parseHadolintConfig, unreadableHadolintConfig } from '../check/hadolint/parseHadolintConfig.js';
import type { Files, Host, System } from '../host/host.js';

/** Which configuration is asked for. */
export interface HadolintConfigRequest {
  /** Absolute path of the Dockerfile; it need not exist. */
  readonly dockerfile: string;
  /** Absolute path of the repository; without one, the working directory where the Dockerfile is below it. */
  readonly root?: string;
}

/**
 * The configurations read so far, by directory, so that 500 Dockerfiles of a folder read one once. Whoever owns it
 * calls `forget` when a file of that name, or what may hold one, has changed.
 */
export interface HadolintConfigMemory {
  readonly byDirectory: Map<string, Promise<HadolintConfig | undefined>>;
  forget(): void;
}

/** Directories remembered at most; the one not asked for longest goes first. */
const maxDirectories = 1000;

const hiddenNames = ['.hadolint.yaml', '.hadolint.yml'];
const visibleNames = ['hadolint.yaml', 'hadolint.yml'];
const plainNames = ['config.yaml', 'config.yml'];

/** A memory that knows nothing yet. */
export function createHadolintConfigMemory(): HadolintConfigMemory {
  const byDirectory: HadolintConfigMemory['byDirectory'] = new Map();
  return {
    byDirectory,
    forget: () => {
      byDirectory.clear();
    },
  };
}

/**
 * hadolint's configuration for a Dockerfile: the file nearest to it, from its folder up to the repository's root; else
 * the first of hadolint's own places for a user; and the environment. Never fails for what a file says or a file that
 * cannot be read: that is a remark of the configuration.
 */
export async function readHadolintConfig(
  request: HadolintConfigRequest,
  { files, system }: Pick<Host, 'files' | 'system'>,
  memory: HadolintConfigMemory = createHadolintConfigMemory(),
): Promise<HadolintConfig> {
  const folders = foldersFrom(path.dirname(request.dockerfile), request.root ?? system.currentDirectory);
  const places = [
    ...folders.map((folder) => ({ key: folder, candidates: () => within(folder, hiddenNames) })),
    { key: '', candidates: () => userPlaces(system) },
  ];
  for (const { key, candidates } of places) {
    const config = await remembered(memory, key, () => readFirst(candidates(), files));
    if (config !== undefined) {
      return withHadolintEnvironment(config, system.environment);
    }
  }
  return withHadolintEnvironment(emptyHadolintConfig, system.environment);
}

/** The folder and those above it up to the root; the folder alone where the root does not hold it. */
function foldersFrom(folder: string, root: string): readonly string[] {
  const relative = path.relative(root, folder);
  if (relative === '') {
    return [folder];
  }
  if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) {
    return [folder];
  }
  return [folder, ...foldersFrom(path.dirname(folder), root)];
}

/** hadolint's places that are not the working directory, in its order. */
function userPlaces({ os, environment }: System): readonly string[] {
  const home = environment[os === 'win32' ? 'USERPROFILE' : 'HOME'];
  const config = os === 'win32' ? environment['LOCALAPPDATA'] : environment['XDG_CONFIG_HOME'];
  const data = os === 'win32' ? environment['APPDATA'] : undefined;
  return [
    ...within(nonEmpty(config), visibleNames),
    ...within(home && path.join(home, '.config'), visibleNames),
    ...within(data ? path.join(data, 'hadolint') : home && path.join(home, '.hadolint'), [
      ...visibleNames,
      ...plainNames,
    ]),
    ...within(nonEmpty(home), hiddenNames),
  ];
}

function nonEmpty(folder: string | undefined): string | undefined {
  return folder === '' ? undefined : folder;
}

function within(folder: string | undefined, names: readonly string[]): readonly string[] {
  return folder ? names.map((name) => path.join(folder, name)) : [];
}

async function readFirst(candidates: readonly string[], files: Files): Promise<HadolintConfig | undefined> {
  for (const file of candidates) {
    try {
      const status = await files.status(file);
      if (status?.kind === 'file') {
        return parseHadolintConfig(await files.readText(file), file);
      }
    } catch (error) {
      return unreadableHadolintConfig(file, error);
    }
  }
  return undefined;
}

async function remembered(
  { byDirectory }: HadolintConfigMemory,
  key: string,
  read: () => Promise<HadolintConfig | undefined>,
): Promise<HadolintConfig | undefined> {
  const known = byDirectory.get(key) ?? read();
  byDirectory.delete(key);
  byDirectory.set(key, known);
  const [oldest] = byDirectory.keys();
  if (byDirectory.size > maxDirectories && oldest !== undefined) {
    byDirectory.delete(oldest);
  }
  return known;
}
