import { join } from 'node:path';

import { parsePlatform } from '../../../src/core/platform/platform.js';
import { emptyTarget } from '../../../src/core/recipe/emptyTarget.js';
import type { Recipe } from '../../../src/core/recipe/recipe.js';

/** The recipe of a folder that holds a Dockerfile and no recipe file. */
export function lonelyRecipe(directory: string, platforms: readonly string[]): Recipe {
  return {
    name: 'greeting',
    source: { kind: 'dockerfile', file: join(directory, 'Dockerfile'), keyRanges: {} },
    directory,
    target: { ...emptyTarget, platforms: platforms.map(parsePlatform) },
    dependencies: {},
  };
}
