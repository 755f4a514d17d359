import type { LensView } from '../bridge/languageProtocol.js';
import type { Range } from '../core/base/text.js';
import { parseDockerfile } from '../core/dockerfile/parseDockerfile.js';
import { findTarget } from '../core/dockerfile/resolvedDockerfile.js';
import { resolveDockerfile } from '../core/pipeline/resolveDockerfile.js';
import { formatPlatform } from '../core/platform/platform.js';
import type { Recipe } from '../core/recipe/recipe.js';

/**
 * Where the recipes of a document can be built from: in a recipe file at each target's name, in a Dockerfile at the
 * FROM of the stage that the recipe ends with. `text` is the document's; undefined when it is not open.
 */
export function toLenses(
  path: string,
  recipes: readonly Recipe[],
  text: string | undefined,
): readonly LensView[] {
  const placed = recipes.flatMap((recipe) => {
    const range = recipe.source.file === path ? recipe.source.nameRange : undefined;
    const place = range ?? (resolveDockerfile(recipe) === path ? stageRange(recipe, text) : undefined);
    return place === undefined ? [] : [{ recipe, range: place }];
  });
  return placed.map(({ recipe, range }) => ({
    range,
    recipe: recipe.name,
    isNamed: placed.filter((other) => other.range.start.line === range.start.line).length > 1,
    platforms: recipe.target.platforms.map(formatPlatform),
  }));
}

function stageRange({ target }: Recipe, text: string | undefined): Range | undefined {
  return text === undefined ? undefined : findTarget(parseDockerfile(text), target.target)?.from.range;
}
