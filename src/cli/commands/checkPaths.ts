import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';

import { toDisplayPath } from '../../core/report/pathDisplay.js';
import type { FileNaming } from '../../core/report/checkReport.js';
import { UsageError } from '../options/usageError.js';
import type { World } from '../world.js';

/** A place to check, as the user named it and as an absolute path. */
export interface NamedPath {
  readonly name: string;
  readonly path: string;
}

/**
 * The places that operands name: each as it is where something is there, else what it matches as a pattern (the
 * shell may not have expanded it). A pattern that matches nothing is a `UsageError`. The current folder without any.
 */
export async function expandPaths(operands: readonly string[], world: World): Promise<readonly NamedPath[]> {
  const { currentDirectory: here } = world.host.system;
  const places: NamedPath[] = [];
  for (const operand of operands.length === 0 ? ['.'] : operands) {
    const path = resolve(here, operand);
    const isThere = (await world.host.files.status(path)) !== undefined;
    const names = isThere || !isDynamicPattern(operand) ? [operand] : await match(operand, here);
    places.push(...names.map((name) => ({ name, path: resolve(here, name) })));
  }
  return [...new Map(places.map((place) => [place.path, place])).values()];
}

/** What files are called: by the operand that led to them, so that a report speaks as the user did. */
export function createNaming(places: readonly NamedPath[], directory: string): FileNaming {
  return (file) => {
    const [nearest] = places
      .filter(({ path }) => file === path || file.startsWith(path.endsWith(sep) ? path : `${path}${sep}`))
      .sort((left, right) => right.path.length - left.path.length);
    if (nearest === undefined) {
      return toDisplayPath(file, directory);
    }
    const below = relative(nearest.path, file);
    return below === '' ? nearest.name : join(nearest.name, below);
  };
}

async function match(pattern: string, here: string): Promise<readonly string[]> {
  const found = await glob(pattern.replaceAll('\\', sep === '\\' ? '/' : '\\'), {
    cwd: here,
    absolute: isAbsolute(pattern),
    expandDirectories: false,
    ignore: ['**/node_modules/**', '**/.git/**'],
  });
  if (found.length === 0) {
    throw new UsageError(`Nothing matches "${pattern}".`);
  }
  return found.toSorted((left, right) => (left < right ? -1 : 1));
}
