import { resolve } from 'node:path';

import { findRecipes } from '../../core/pipeline/findRecipes.js';
import type { RecipeSearch } from '../../core/pipeline/findRecipes.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import type { Options } from '../options/invocation.js';
import { formatSuggestion } from '../options/suggestion.js';
import { UsageError } from '../options/usageError.js';
import type { World } from '../world.js';

/** Finds the recipes at the command's PATH (default: the current directory). */
export function searchRecipes(operands: readonly string[], world: World): Promise<RecipeSearch> {
  const path = resolve(world.host.system.currentDirectory, operands[0] ?? '.');
  return findRecipes(path, world.host, { signal: world.signal, allowPrograms: true });
}

/** The recipes named by `--recipe`, in that order; all of them when it was not given. */
export function chooseRecipes(recipes: readonly Recipe[], options: Options): readonly Recipe[] {
  const names = options.list('recipe').flatMap((text) => text.split(','));
  return names.length === 0 ? recipes : names.map((name) => recipeNamed(name.trim(), recipes));
}

/** Fails when nothing is there to work on and nothing was found that says why. */
export function requireRecipes(search: RecipeSearch, operands: readonly string[]): void {
  if (search.recipes.length === 0 && search.findings.length === 0) {
    const place = operands[0] ?? 'this folder';
    const notes = search.notes.map((note) => ` ${note}`).join('');
    throw new UsageError(
      `There is no recipe in ${place}: no oci-recipe.yaml, no docker-bake file, no Dockerfile or Containerfile.${notes}`,
    );
  }
}

/** The names of recipes, for a sentence. */
export function formatNames(recipes: readonly Recipe[]): string {
  return recipes.map((recipe) => recipe.name).join(', ');
}

function recipeNamed(name: string, recipes: readonly Recipe[]): Recipe {
  const recipe = recipes.find((candidate) => candidate.name === name);
  if (recipe !== undefined) {
    return recipe;
  }
  const names = recipes.map((candidate) => candidate.name);
  const known = recipes.length === 0 ? 'no recipe was found' : `there are: ${formatNames(recipes)}`;
  throw new UsageError(`There is no recipe "${name}"; ${known}${formatSuggestion(name, names)}`);
}
