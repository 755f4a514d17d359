import { resolve } from 'node:path';

import type { Recipe } from '../recipe/recipe.js';

const remotePattern = /^[a-z][a-z0-9+.-]*:\/\/|^github\.com\/|^[\w.-]+@[\w.-]+:/i;

/** The absolute path of the Dockerfile of a recipe's target; undefined where it is not a file of this machine. */
export function resolveDockerfile({
  directory,
  target,
}: Pick<Recipe, 'directory' | 'target'>): string | undefined {
  return target.dockerfileInline !== undefined || remotePattern.test(target.context)
    ? undefined
    : resolve(directory, target.context, target.dockerfile);
}
