import { isRemoteContext, placeBuild } from '../plan/buildContext.js';
import type { Recipe } from '../recipe/recipe.js';

/** Absolute path of the Dockerfile that a recipe builds; undefined when it is inline or lies in a remote context. */
export function dockerfilePath(recipe: Recipe): string | undefined {
  const { context, dockerfileInline } = recipe.target;
  if (dockerfileInline !== undefined || isRemoteContext(context) || !isLocal(context)) {
    return undefined;
  }
  return placeBuild(recipe, '').dockerfile;
}

function isLocal(context: string): boolean {
  return context !== '-' && !context.startsWith('target:');
}
