import * as path from 'node:path';

import { hasCode } from '../base/errors.js';
import { fixedFolder } from '../check/contextFacts.js';
import { isWithin } from '../check/paths.js';
import { hasWildcard, matchGlob } from '../dockerfile/goMatch.js';
import type { DirectoryEntry, Files } from '../host/host.js';

/** A file or directory of the context that a source names, before git is asked about it. */
export interface FoundPath {
  /** Relative to the context, forward slashes. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** With symlinks resolved. */
  readonly realPath: string;
  /** The path with only the last symlink not resolved: what git would track. */
  readonly ownPath: string;
  readonly leavesContext: boolean;
  /** Where symlinks lead to within the context, if they lead elsewhere. */
  readonly target?: string;
}

/** What a walk found. */
export interface FoundPaths {
  readonly found: readonly FoundPath[];
  readonly isTruncated: boolean;
  readonly otherCase?: string;
  readonly isFolderMissing?: boolean;
}

/** A walk through one context. */
interface Walk {
  readonly files: Pick<Files, 'list' | 'status' | 'realPath' | 'readLink'>;
  /** Real path of the context. */
  readonly context: string;
  readonly signal: AbortSignal | undefined;
  readonly found: string[];
  /** Paths that would be found if case did not matter. */
  readonly near: string[];
}

const maxMatches = 1000;

/**
 * Finds what a source names in a context, as the builder does: name by name, `*` never crossing a slash, upper and
 * lower case told apart even where the file system does not. Lists only directories that the source needs.
 */
export async function matchSources(
  files: Walk['files'],
  context: string,
  key: string,
  signal?: AbortSignal,
): Promise<FoundPaths> {
  const walk: Walk = { files, context, signal, found: [], near: [] };
  const names = key === '.' ? [] : key.split('/');
  await descend(walk, [], names, true);
  const described = await Promise.all(
    walk.found.slice(0, maxMatches).map((relative) => describe(walk, relative)),
  );
  const found = described.filter((match) => match !== undefined);
  const [otherCase] = walk.near;
  return {
    found,
    isTruncated: walk.found.length > maxMatches,
    ...(found.length === 0 && otherCase !== undefined && { otherCase }),
    ...(found.length === 0 && (await isFolderMissing(walk, key)) && { isFolderMissing: true }),
  };
}

async function isFolderMissing({ files, context }: Walk, key: string): Promise<boolean> {
  return hasWildcard(key) && (await files.status(path.join(context, fixedFolder(key))))?.kind !== 'directory';
}

async function descend(
  walk: Walk,
  above: readonly string[],
  names: readonly string[],
  isExact: boolean,
): Promise<void> {
  walk.signal?.throwIfAborted();
  const [name, ...rest] = names;
  if (name === undefined) {
    (isExact ? walk.found : walk.near).push(above.join('/') || '.');
    return;
  }
  if (walk.found.length > maxMatches) {
    return;
  }
  const entries = await listDirectory(walk, above);
  for (const entry of entries.filter((candidate) => isMatch(name, candidate.name))) {
    await descend(walk, [...above, entry.name], rest, isExact);
  }
  // Why: names that differ in case are followed only to make a suggestion, and only for plain names.
  const similar = hasWildcard(name) || walk.found.length > 0 ? [] : entries.filter(isSimilarTo(name));
  for (const entry of similar) {
    await descend(walk, [...above, entry.name], rest, false);
  }
}

function isMatch(pattern: string, name: string): boolean {
  return pattern === name || (hasWildcard(pattern) && matchGlob(pattern, name) === true);
}

function isSimilarTo(name: string): (entry: DirectoryEntry) => boolean {
  const folded = name.toLowerCase();
  return (entry) => entry.name !== name && entry.name.toLowerCase() === folded;
}

async function listDirectory(walk: Walk, above: readonly string[]): Promise<readonly DirectoryEntry[]> {
  const directory = path.join(walk.context, ...above);
  try {
    const status = await walk.files.status(directory);
    const entries = status?.kind === 'directory' ? await walk.files.list(directory) : [];
    return entries.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (hasCode(error, 'file-denied') || hasCode(error, 'file-not-found')) {
      return [];
    }
    throw error;
  }
}

/** Undefined for a link that leads nowhere: the builder does not find it either. */
async function describe(walk: Walk, relative: string): Promise<FoundPath | undefined> {
  const absolute = path.join(walk.context, relative);
  const status = await walk.files.status(absolute);
  if (status === undefined) {
    return describeRootedLink(walk, relative);
  }
  const realPath = await walk.files.realPath(absolute);
  const parent = relative === '.' ? walk.context : await walk.files.realPath(path.dirname(absolute));
  const target = path.relative(walk.context, realPath).split(path.sep).join('/') || '.';
  const ownPath = relative === '.' ? walk.context : path.join(parent, path.basename(absolute));
  return {
    path: relative,
    isDirectory: status.kind === 'directory',
    ownPath,
    realPath,
    leavesContext: !isWithin(walk.context, realPath) || !isWithin(walk.context, ownPath),
    ...(isWithin(walk.context, realPath) && target !== relative && { target }),
  };
}

/** The builder follows a link as if the context were the root of the file system: `/a` and `../../a` are `a`. */
async function describeRootedLink(walk: Walk, relative: string): Promise<FoundPath | undefined> {
  const ownPath = path.join(walk.context, relative);
  const link = (await walk.files.readLink(ownPath))?.split(path.sep).join('/');
  if (link === undefined) {
    return undefined;
  }
  const start = link.startsWith('/') ? '/' : path.posix.join('/', path.posix.dirname(relative));
  const target = path.posix.join(start, link).slice(1);
  const status = await walk.files.status(path.join(walk.context, target));
  if (status === undefined) {
    return undefined;
  }
  const realPath = await walk.files.realPath(path.join(walk.context, target));
  return {
    path: relative,
    isDirectory: status.kind === 'directory',
    ownPath,
    realPath,
    leavesContext: !isWithin(walk.context, realPath),
    target,
  };
}
