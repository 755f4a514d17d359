import * as path from 'node:path';

import { hasCode } from '../base/errors.js';
import type { CheckSubject } from '../check/rule.js';
import type { Host } from '../host/host.js';
import type { Recipe } from '../recipe/recipe.js';
import { recipePaths } from './readContextFacts.js';

/** The texts that a recipe is judged by. */
export type RecipeTexts = Pick<CheckSubject, 'dockerfileText' | 'dockerfilePath' | 'ignoreFile'>;

type Read = ((file: string) => string | undefined) | undefined;

/** Reads the Dockerfile and the ignore file in force; `read` knows unsaved texts. What cannot be read is not there. */
export async function readRecipeTexts(
  recipe: Recipe,
  files: Host['files'],
  read?: Read,
): Promise<RecipeTexts> {
  const { context, dockerfile } = recipePaths(recipe);
  const inline = recipe.target.dockerfileInline;
  const text = dockerfile === undefined ? inline : await readText(dockerfile, files, read);
  const ignoreFile =
    context === undefined ? undefined : await readIgnoreFile(context, dockerfile, files, read);
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
  files: Host['files'],
  read: Read,
): Promise<CheckSubject['ignoreFile']> {
  const own = dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`];
  for (const file of [...own, path.join(context, '.dockerignore')]) {
    const text = await readText(file, files, read);
    if (text !== undefined) {
      return { path: file, text };
    }
  }
  return undefined;
}

async function readText(file: string, files: Host['files'], read: Read): Promise<string | undefined> {
  const unsaved = read?.(file);
  if (unsaved !== undefined) {
    return unsaved;
  }
  try {
    return await files.readText(file);
  } catch (error) {
    if (hasCode(error, 'file-not-found') || hasCode(error, 'file-denied') || hasCode(error, 'file-failed')) {
      return undefined;
    }
    throw error;
  }
}
