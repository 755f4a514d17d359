import * as path from 'node:path';

import { hasCode, messageOf } from '../base/errors.js';
import type { ContextFacts, Place, SourceFacts, SourceMatch } from '../check/contextFacts.js';
import { isWithin } from '../check/paths.js';
import type { Host } from '../host/host.js';
import type { Recipe } from '../recipe/recipe.js';
import type { GitRepository, Repository } from '../repository/repository.js';
import { readIgnored, readTracked } from '../repository/trackedFiles.js';
import type { CheckMemory, Tracking } from './checkMemory.js';
import { memoryKey, remember } from './checkMemory.js';
import type { FoundPath, FoundPaths } from './matchSources.js';
import { matchSources } from './matchSources.js';

/** What facts are read about: a recipe, its repository, and the source keys of its Dockerfile. */
export interface FactsRequest {
  readonly recipe: Recipe;
  readonly repository: Repository;
  /** As `sourceKey` makes them. */
  readonly keys: readonly string[];
  readonly memory: CheckMemory;
  readonly signal?: AbortSignal | undefined;
}

type FactsHost = Pick<Host, 'files' | 'processes' | 'system' | 'log'>;

/** Where a recipe's context and Dockerfile are, without looking at the disk. */
export interface RecipePaths {
  /** Undefined when the context is not a directory here. */
  readonly context?: string;
  /** Undefined when the Dockerfile is inline or in a remote context. */
  readonly dockerfile?: string;
}

/** Absolute paths of context and Dockerfile. */
export function recipePaths({ directory, target }: Recipe): RecipePaths {
  if (isRemoteContext(target.context)) {
    return {};
  }
  const context = path.resolve(directory, target.context.replace(/^cwd:\/\//, ''));
  const isInline = target.dockerfileInline !== undefined;
  return { context, ...(!isInline && { dockerfile: path.resolve(context, target.dockerfile) }) };
}

/**
 * Reads what rules need to know about the files a recipe names: at most one listing by git, one question about
 * ignored files, and one about submodules; directories are listed only where a source leads.
 */
export async function readContextFacts(request: FactsRequest, host: FactsHost): Promise<ContextFacts> {
  const paths = recipePaths(request.recipe);
  if (paths.context === undefined) {
    return { context: { kind: 'remote', text: request.recipe.target.context }, sources: new Map() };
  }
  const context = await readContext(paths.context, request, host);
  const dockerfile =
    paths.dockerfile === undefined ? undefined : await readPlace(paths.dockerfile, request, host);
  const found = context.realPath === undefined ? [] : await findSources(context.realPath, request, host);
  const matches = found.flatMap(([, facts]) => facts.found);
  const tracking = await readTracking(
    [...dockerfilePaths(dockerfile), ...matches.flatMap(pathsOf)],
    request,
    host,
  );
  const isTracked =
    dockerfile === undefined ? undefined : trackingOf(dockerfilePaths(dockerfile), tracking)?.isTracked;
  return {
    context: { kind: 'directory', ...context },
    ...(dockerfile !== undefined && {
      dockerfile: { ...dockerfile, ...(isTracked !== undefined && { isTracked }) },
    }),
    sources: new Map(found.map(([key, facts]) => [key, toSourceFacts(facts, tracking)])),
  };
}

/** https://docs.docker.com/build/concepts/context/ and bake's own prefixes. */
function isRemoteContext(context: string): boolean {
  return context === '-' || /^(?:(?!cwd:)[a-z][a-z0-9+.-]+:\/\/|git@|target:|github\.com\/)/i.test(context);
}

async function readContext(file: string, request: FactsRequest, host: FactsHost): Promise<Place> {
  const place = await readPlace(file, request, host);
  const status = place.realPath === undefined ? undefined : await host.files.status(place.realPath);
  return status?.kind === 'directory' ? place : { path: place.path };
}

/** A place as named, but below the real path of the recipe's directory, so that it compares with git's root. */
async function readPlace(file: string, request: FactsRequest, host: FactsHost): Promise<Place> {
  const { directory } = request.recipe;
  const base = (await readRealPath(directory, request, host)) ?? directory;
  const realPath = await readRealPath(file, request, host);
  const named = path.resolve(base, path.relative(directory, file));
  return { path: named, ...(realPath !== undefined && { realPath }) };
}

function readRealPath(file: string, { memory }: FactsRequest, host: FactsHost): Promise<string | undefined> {
  return remember(memory.realPaths, file, async () => {
    try {
      return await host.files.realPath(file);
    } catch (error) {
      if (hasCode(error, 'file-not-found') || hasCode(error, 'file-failed')) {
        return undefined;
      }
      throw error;
    }
  });
}

async function findSources(
  context: string,
  { keys, memory, signal }: FactsRequest,
  host: FactsHost,
): Promise<readonly (readonly [string, FoundPaths])[]> {
  const results: (readonly [string, FoundPaths])[] = [];
  for (const key of new Set(keys)) {
    const read = (): Promise<FoundPaths> => matchSources(host.files, context, key, signal);
    results.push([key, await remember(memory.found, memoryKey(context, key), read)]);
  }
  return results;
}

/** What git is asked about a path; both its own name and, through symlinks, the file it stands for. */
function pathsOf(found: FoundPath): readonly string[] {
  return [found.ownPath, found.realPath];
}

function dockerfilePaths(place: Place | undefined): readonly string[] {
  return place?.realPath === undefined ? [] : [place.realPath];
}

type TrackingByPath = ReadonlyMap<string, Tracking>;

async function readTracking(
  files: readonly string[],
  request: FactsRequest,
  host: FactsHost,
): Promise<TrackingByPath> {
  const { repository, memory } = request;
  if (repository.kind !== 'git') {
    return new Map();
  }
  const inside = [...new Set(files)].filter((file) => isWithin(repository.root, file));
  const keyOf = (file: string): string => memoryKey(repository.root, file);
  const unknown = inside.filter((file) => !memory.tracking.has(keyOf(file)));
  const answers = await askGit(repository, unknown, request, host);
  answers.forEach((answer, file) => memory.tracking.set(keyOf(file), answer));
  return new Map(
    inside.flatMap((file) => {
      const known = memory.tracking.get(keyOf(file));
      return known === undefined ? [] : [[file, known] as const];
    }),
  );
}

async function askGit(
  { root }: GitRepository,
  files: readonly string[],
  { signal }: FactsRequest,
  host: FactsHost,
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

/** The worst answer counts: a link is as good as missing when its target is. */
function trackingOf(files: readonly string[], tracking: TrackingByPath): Tracking | undefined {
  const answers = files.flatMap((file) => tracking.get(file) ?? []);
  return answers.find((answer) => !answer.isTracked) ?? answers.at(0);
}

function toSourceFacts(facts: FoundPaths, tracking: TrackingByPath): SourceFacts {
  const { found, isTruncated, otherCase, isFolderMissing } = facts;
  return {
    matches: found.map((match) => toSourceMatch(match, trackingOf(pathsOf(match), tracking))),
    isTruncated,
    ...(otherCase !== undefined && { otherCase }),
    ...(isFolderMissing !== undefined && { isFolderMissing }),
  };
}

function toSourceMatch(found: FoundPath, known?: Tracking): SourceMatch {
  const { path: name, isDirectory, leavesContext, target } = found;
  return {
    path: name,
    isDirectory,
    leavesContext,
    ...(target !== undefined && { target }),
    ...(known !== undefined && { isTracked: known.isTracked }),
    ...(known?.ignoredBy !== undefined && { ignoredBy: known.ignoredBy }),
  };
}
