import * as path from 'node:path';

import { hasCode } from '../base/errors.js';
import type { ContextFacts, Place, SourceFacts, SourceMatch } from '../check/contextFacts.js';
import type { Host } from '../host/host.js';
import type { Recipe } from '../recipe/recipe.js';
import type { CheckMemory, Tracking } from './checkMemory.js';
import { memoryKey, remember } from './checkMemory.js';
import type { FoundPath, FoundPaths } from './matchSources.js';
import { matchSources } from './matchSources.js';
import type { TrackingByPath } from './readTracking.js';

/** What facts are read about: a recipe and the source keys of its Dockerfile. */
interface FactsRequest {
  readonly recipe: Recipe;
  /** As `sourceKey` makes them. */
  readonly keys: readonly string[];
  readonly memory: CheckMemory;
  readonly signal?: AbortSignal | undefined;
}

/** What the disk says of a recipe's files, before git is asked about them. */
export interface FoundFacts {
  /** Undefined where the context is not a directory here. */
  readonly context?: Place;
  readonly dockerfile?: Place;
  readonly sources: readonly (readonly [string, FoundPaths])[];
  /** The real paths that git is to be asked about. */
  readonly files: readonly string[];
}

type FactsHost = Pick<Host, 'files'>;

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

/** Looks for the files a recipe names; directories are listed only where a source leads. */
export async function findFacts(request: FactsRequest, host: FactsHost): Promise<FoundFacts> {
  const paths = recipePaths(request.recipe);
  if (paths.context === undefined) {
    return { sources: [], files: [] };
  }
  const context = await readContext(paths.context, request, host);
  const dockerfile =
    paths.dockerfile === undefined ? undefined : await readPlace(paths.dockerfile, request, host);
  const sources = context.realPath === undefined ? [] : await findSources(context.realPath, request, host);
  const matches = sources.flatMap(([, facts]) => facts.found);
  return {
    context,
    ...(dockerfile !== undefined && { dockerfile }),
    sources,
    files: [...dockerfilePaths(dockerfile), ...matches.flatMap(pathsOf)],
  };
}

/** What rules need to know about the files a recipe names: what the disk says and what git says, put together. */
export function toContextFacts(recipe: Recipe, found: FoundFacts, tracking: TrackingByPath): ContextFacts {
  const { context, dockerfile, sources } = found;
  if (context === undefined) {
    return { context: { kind: 'remote', text: recipe.target.context }, sources: new Map() };
  }
  const isTracked =
    dockerfile === undefined ? undefined : trackingOf(dockerfilePaths(dockerfile), tracking)?.isTracked;
  return {
    context: { kind: 'directory', ...context },
    ...(dockerfile !== undefined && {
      dockerfile: { ...dockerfile, ...(isTracked !== undefined && { isTracked }) },
    }),
    sources: new Map(sources.map(([key, facts]) => [key, toSourceFacts(facts, tracking)])),
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
