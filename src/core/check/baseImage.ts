import type { Range } from '../base/text.js';
import type { Recipe } from '../recipe/recipe.js';
import { parseImageReference } from './imageReference.js';
import type { PlatformBuild } from './rule.js';
import { ubuntuVersionOf } from './ubuntuSeries.js';

/** The image that a recipe's final stage rests on, and the Ubuntu version it says it is. */
export interface RecipeBase {
  readonly reference: string;
  readonly series?: string;
  readonly range: Range;
  readonly platform?: string;
}

/** The base images of the recipe's builds, where known; a named context replaces the image of its name. */
export function baseImagesOf(recipe: Recipe, builds: readonly PlatformBuild[]): readonly RecipeBase[] {
  return builds.flatMap(({ platform, resolved }) => {
    const written = resolved.baseImage?.reference;
    const reference = written === undefined ? undefined : replaced(recipe, written);
    if (resolved.baseImage === undefined || reference === undefined) {
      return [];
    }
    const image = parseImageReference(reference);
    const series = image === undefined ? undefined : ubuntuVersionOf(image);
    return [
      {
        reference,
        range: resolved.baseImage.range,
        ...(series !== undefined && { series }),
        ...(platform !== undefined && { platform }),
      },
    ];
  });
}

function replaced(recipe: Recipe, reference: string): string | undefined {
  const context = recipe.target.contexts[reference];
  if (context === undefined) {
    return reference;
  }
  const prefix = 'docker-image://';
  return context.startsWith(prefix) ? context.slice(prefix.length) : undefined;
}
