import { join, resolve } from 'node:path';

import type { System } from '../../core/host/host.js';
import type { BuildRequest } from '../../core/pipeline/buildRequest.js';
import { defaultOutputDirectory } from '../../core/pipeline/outputDirectory.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import type { Options } from './invocation.js';
import { toCheckOptions } from './launchpadOptions.js';
import { toBuildChoices } from './toBuildChoices.js';

/** What the options of `build` ask for, for one recipe. With `--all`, each recipe has a folder of its own in `--output`. */
export function toBuildRequest(recipe: Recipe, options: Options, system: System): BuildRequest {
  const logFile = options.text('log');
  return {
    recipe,
    choices: toBuildChoices(options, system),
    outputDirectory: toOutputDirectory(recipe, options, system.currentDirectory),
    force: options.has('force'),
    ...toCheckOptions(options),
    ...(logFile !== undefined && { logFile: resolve(system.currentDirectory, logFile) }),
    ...(options.has('keep-archive') && { keepArchive: true }),
  };
}

function toOutputDirectory(recipe: Recipe, options: Options, here: string): string {
  const output = options.text('output');
  if (output === undefined) {
    return defaultOutputDirectory(recipe.name, here);
  }
  const isShared = options.has('all') || options.list('recipe').length > 1;
  return isShared ? join(resolve(here, output), recipe.name) : resolve(here, output);
}
