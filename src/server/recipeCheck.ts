import type { Finding } from '../core/finding/finding.js';
import type { Host } from '../core/host/host.js';
import type { CheckMemory } from '../core/pipeline/checkMemory.js';
import type { DiskCheck } from '../core/pipeline/checkRecipe.js';
import { checkRecipeOnDisk } from '../core/pipeline/checkRecipe.js';
import { findRecipes } from '../core/pipeline/findRecipes.js';

/** How the recipes of one file or folder are checked. */
export interface RecipeCheckOptions {
  readonly signal: AbortSignal;
  /** Whether programs named by the workspace may run. */
  readonly trusted: boolean;
  readonly launchpad: LaunchpadSetting;
  /** The text of a file that the editor holds; undefined for all others. */
  readonly read: (file: string) => string | undefined;
  /** What earlier checks learned of the disk. */
  readonly memory: CheckMemory;
}

/** The setting `ociRecipe.launchpad`. */
export type LaunchpadSetting = 'auto' | 'always' | 'never';

/** What a check found, and how far it could look. */
export interface RecipeCheck {
  readonly recipes: number;
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** What is known of the repository of the first recipe. */
  readonly first?: DiskCheck;
}

/** Checks every recipe of a Dockerfile, a recipe file or a folder (absolute path). */
export async function checkRecipesOf(
  path: string,
  host: Host,
  options: RecipeCheckOptions,
): Promise<RecipeCheck> {
  const { signal, launchpad, read, memory } = options;
  const search = await findRecipes(path, host, { signal, allowPrograms: options.trusted, read });
  const findings = [...search.findings];
  let first: DiskCheck | undefined;
  for (const recipe of search.recipes) {
    const checked = await checkRecipeOnDisk(recipe, host, { signal, launchpad, read, memory });
    findings.push(...checked.findings);
    first ??= checked;
  }
  return { recipes: search.recipes.length, findings, notes: search.notes, ...(first && { first }) };
}
