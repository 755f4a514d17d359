import { Uri } from 'vscode';

import { parsePlatform } from '../../core/platform/platform.js';
import type { BuildCommandOptions } from '../commands/buildCommands.js';
import { createBuildCommand } from '../commands/buildCommands.js';
import { readLensTarget } from './recipeLenses.js';

/** The command behind the lenses that build: one recipe, for the platforms that the lens names or for its own. */
export function createLensBuildCommand(options: BuildCommandOptions): (argument: unknown) => Promise<void> {
  return async (argument) => {
    const target = readLensTarget(argument);
    if (target !== undefined) {
      const { platforms, recipe, uri } = target;
      const choice = platforms.length === 0 ? 'recipe' : platforms.map(parsePlatform);
      await createBuildCommand(options, choice)({ file: Uri.parse(uri), recipe });
    }
  };
}
