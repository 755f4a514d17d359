import * as path from 'node:path';

import { hasCode } from '../base/errors.js';
import type { BranchStatus } from '../check/branchStatus.js';
import { checkRecipe, resolveBuilds } from '../check/checkRecipe.js';
import { sourceKey } from '../check/contextFacts.js';
import type { LaunchpadMode } from '../check/launchpadMode.js';
import type { CheckSubject } from '../check/rule.js';
import { parseDockerfile } from '../dockerfile/parseDockerfile.js';
import type { Finding } from '../finding/finding.js';
import type { Host } from '../host/host.js';
import type { Recipe } from '../recipe/recipe.js';
import { readRepository } from '../repository/readRepository.js';
import type { Repository } from '../repository/repository.js';
import type { CheckMemory } from './checkMemory.js';
import { createCheckMemory, remember } from './checkMemory.js';
import { readContextFacts, recipePaths } from './readContextFacts.js';

/** How a recipe is checked. */
export interface CheckOptions {
  readonly signal?: AbortSignal | undefined;
  /** A branch or ref name to judge instead of git's; says that Launchpad is meant. */
  readonly branch?: string | undefined;
  /** Default `auto`. */
  readonly launchpad?: LaunchpadMode | undefined;
  /** Unsaved text of a file (absolute path), where an editor has some. */
  readonly read?: ((file: string) => string | undefined) | undefined;
  /** What earlier checks learned of the disk; default: nothing. */
  readonly memory?: CheckMemory | undefined;
}

/** A recipe checked against the disk. */
export interface DiskCheck {
  readonly findings: readonly Finding[];
  /** Undefined when HEAD is detached or there is no repository. */
  readonly branch?: BranchStatus;
  readonly repository: Repository;
}

type CheckHost = Pick<Host, 'files' | 'processes' | 'system' | 'log'>;

/**
 * Checks a recipe with the files and the git repository it lies in. Starts git a handful of times, or not at all
 * when `memory` holds what is needed. Only cancellation and failures of the disk throw.
 */
export async function checkRecipeOnDisk(
  recipe: Recipe,
  host: CheckHost,
  options: CheckOptions = {},
): Promise<DiskCheck> {
  const { signal, memory = createCheckMemory(), branch } = options;
  const { directory } = recipe;
  const repository = await remember(memory.repositories, directory, () =>
    readRepository(directory, host, { signal }),
  );
  const texts = await readTexts(recipe, host, options);
  const keys = texts.dockerfileText === undefined ? [] : sourceKeys(recipe, texts.dockerfileText);
  const context = await readContextFacts({ recipe, repository, keys, memory, signal }, host);
  const subject: CheckSubject = {
    ...texts,
    repository,
    context,
    launchpad: options.launchpad ?? 'auto',
    ...(branch !== undefined && { branchName: branch }),
  };
  return { ...checkRecipe(recipe, subject), repository };
}

/** The paths below the context that the sources of all platforms lead to. */
function sourceKeys(recipe: Recipe, text: string): readonly string[] {
  const sources = resolveBuilds(recipe, parseDockerfile(text)).flatMap(({ resolved }) => resolved.sources);
  return sources
    .filter(
      ({ kind, value, keepsParents }) => kind === 'path' && !(keepsParents && value?.includes('**') === true),
    )
    .flatMap(({ value }) => (value === undefined ? [] : [sourceKey(value)]));
}

type Texts = Pick<CheckSubject, 'dockerfileText' | 'dockerfilePath' | 'ignoreFile'>;

async function readTexts(recipe: Recipe, host: CheckHost, options: CheckOptions): Promise<Texts> {
  const { context, dockerfile } = recipePaths(recipe);
  const inline = recipe.target.dockerfileInline;
  const text = dockerfile === undefined ? inline : await readText(dockerfile, host, options);
  const ignoreFile =
    context === undefined ? undefined : await readIgnoreFile(context, dockerfile, host, options);
  return {
    dockerfilePath: dockerfile ?? recipe.source.file,
    ...(text !== undefined && { dockerfileText: text }),
    ...(ignoreFile !== undefined && { ignoreFile }),
  };
}

/** https://docs.docker.com/build/concepts/context/#filename-and-location */
async function readIgnoreFile(
  context: string,
  dockerfile: string | undefined,
  host: CheckHost,
  options: CheckOptions,
): Promise<CheckSubject['ignoreFile']> {
  const own = dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`];
  for (const file of [...own, path.join(context, '.dockerignore')]) {
    const text = await readText(file, host, options);
    if (text !== undefined) {
      return { path: file, text };
    }
  }
  return undefined;
}

async function readText(file: string, host: CheckHost, { read }: CheckOptions): Promise<string | undefined> {
  const unsaved = read?.(file);
  if (unsaved !== undefined) {
    return unsaved;
  }
  try {
    return await host.files.readText(file);
  } catch (error) {
    if (hasCode(error, 'file-not-found') || hasCode(error, 'file-denied') || hasCode(error, 'file-failed')) {
      return undefined;
    }
    throw error;
  }
}
