import type { BuilderFacts } from '../../src/core/plan/builderFacts.js';
import type { BuildChoices } from '../../src/core/plan/buildChoices.js';
import { noChoices } from '../../src/core/plan/buildChoices.js';
import type { PlanRequest } from '../../src/core/plan/planRequest.js';
import { parsePlatform } from '../../src/core/platform/platform.js';
import { emptyTarget } from '../../src/core/recipe/emptyTarget.js';
import type { Recipe, Target } from '../../src/core/recipe/recipe.js';

/** amd64 and arm64, the pair most recipes are for. */
export const bothPlatforms = [parsePlatform('linux/amd64'), parsePlatform('linux/arm64')];

/** A recipe in `/src/app` for both platforms, unless the target says otherwise. */
export function recipeOf(target: Partial<Target> = {}, dependencies: Recipe['dependencies'] = {}): Recipe {
  return {
    name: 'app',
    source: { kind: 'recipe-file', file: '/src/app/oci-recipe.yaml', keyRanges: {} },
    directory: '/src/app',
    target: { ...emptyTarget, platforms: bothPlatforms, ...target },
    dependencies,
  };
}

/** A builder on an amd64 machine that does everything, unless the facts say otherwise. */
export function builderOf(facts: Partial<BuilderFacts> = {}): BuilderFacts {
  return {
    client: { version: '28.5.2', isPodman: false },
    engine: { version: '28.5.2', os: 'linux', architecture: 'amd64', isPodman: false },
    buildxVersion: '0.29.1',
    builderName: 'default',
    driver: 'docker',
    nodes: [],
    canExportOci: true,
    platforms: [
      { platform: parsePlatform('linux/amd64'), how: 'native' },
      { platform: parsePlatform('linux/arm64'), how: 'emulated' },
    ],
    progress: 'rawjson',
    hasBakeAllow: true,
    ...facts,
  };
}

/** A request to plan; the work directory is `/tmp/builds/Run-7f`. */
export function requestOf(
  recipe: Recipe,
  choices: Partial<BuildChoices> = {},
  builder: Partial<BuilderFacts> = {},
): PlanRequest {
  return {
    recipe,
    choices: { ...noChoices, ...choices },
    builder: builderOf(builder),
    workDirectory: '/tmp/builds/Run-7f',
  };
}
