import type { BuildFailure, ExcerptLine } from '../../build/buildEvent.js';
import type { Files } from '../../host/host.js';
import type { Recipe, Target } from '../../recipe/recipe.js';
import { resolveDockerfile } from '../resolveDockerfile.js';
import { readIfThere } from './readIfThere.js';

/**
 * The failure with the linked target in whose Dockerfile it happened, where that is not the recipe's own. Neither the
 * builder's words nor the name of the step tell (both may name the target that is built instead), so the lines that
 * the builder quotes are looked for in each Dockerfile.
 */
export async function locateFailure(
  failure: BuildFailure,
  recipe: Recipe,
  files: Files,
): Promise<BuildFailure> {
  const { excerpt = [] } = failure;
  if (excerpt.length === 0 || (await holds(recipe, recipe.target, excerpt, files))) {
    return failure;
  }
  for (const [name, target] of Object.entries(recipe.dependencies)) {
    if (await holds(recipe, target, excerpt, files)) {
      const dockerfile = resolveDockerfile({ directory: recipe.directory, target });
      return { ...failure, linkedTarget: { name, ...(dockerfile !== undefined && { dockerfile }) } };
    }
  }
  return failure;
}

async function holds(
  { directory }: Recipe,
  target: Target,
  excerpt: readonly ExcerptLine[],
  files: Files,
): Promise<boolean> {
  const file = resolveDockerfile({ directory, target });
  const text = target.dockerfileInline ?? (file === undefined ? undefined : await readIfThere(file, files));
  const lines = text?.split(/\r?\n/);
  return lines !== undefined && excerpt.every(({ line, text: quoted }) => isSame(lines[line - 1], quoted));
}

function isSame(line: string | undefined, quoted: string): boolean {
  return (line ?? '').trimEnd() === quoted.trimEnd();
}
