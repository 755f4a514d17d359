import { join } from 'node:path';

import { parsePlatform } from '../../../src/core/platform/platform.js';
import type { Recipe } from '../../../src/core/recipe/recipe.js';

/** The recipe of a folder that holds a Dockerfile and no recipe file. */
export function lonelyRecipe(directory: string, platforms: readonly string[]): Recipe {
  return {
    name: 'greeting',
    source: { kind: 'dockerfile', file: join(directory, 'Dockerfile'), keyRanges: {} },
    directory,
    target: {
      context: '.',
      dockerfile: 'Dockerfile',
      contexts: {},
      args: {},
      labels: {},
      annotations: [],
      tags: [],
      platforms: platforms.map(parsePlatform),
      output: [],
      cacheFrom: [],
      cacheTo: [],
      secret: [],
      ssh: [],
      attest: [],
      entitlements: [],
      extraHosts: {},
      ulimits: [],
      noCacheFilter: [],
    },
    dependencies: {},
  };
}
