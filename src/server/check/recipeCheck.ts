import type { Finding } from '../../core/finding/finding.js';
import type { Host } from '../../core/host/host.js';
import type { CheckMemory } from '../../core/pipeline/checkMemory.js';
import type { DiskCheck } from '../../core/pipeline/checkRecipe.js';
import { checkRecipesOnDisk } from '../../core/pipeline/checkRecipe.js';
import { findRecipes } from '../../core/pipeline/findRecipes.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import type { ServerSettings } from '../settings/serverSettings.js';

/** How the recipes of one file or folder are checked. */
export interface RecipeCheckOptions {
  readonly signal: AbortSignal;
  /** Whether programs named by the workspace may run. */
  readonly trusted: boolean;
  readonly settings: ServerSettings;
  /** The text of a file that the editor holds; undefined for all others. */
  readonly read: (file: string) => string | undefined;
  /** What earlier checks learned of the disk. */
  readonly memory: CheckMemory;
}

/** What a check found, and how far it could look. */
export interface RecipeCheck {
  readonly recipes: readonly Recipe[];
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** What came of each recipe, in their order. */
  readonly checks: readonly DiskCheck[];
  /** The files whose text was asked for (absolute paths): a change of one of them changes what was found. */
  readonly files: ReadonlySet<string>;
  readonly elapsedMs: number;
}

/** Checks every recipe of a Dockerfile, a recipe file or a folder (absolute path) without asking any other program than git. */
export async function checkRecipesOf(
  path: string,
  host: Host,
  options: RecipeCheckOptions,
): Promise<RecipeCheck> {
  const { signal, settings, memory, trusted } = options;
  const { launchpad } = settings;
  const startMs = performance.now();
  const files = new Set([path]);
  const read = (file: string): string | undefined => {
    files.add(file);
    return options.read(file);
  };
  const search = await findRecipes(path, host, { signal, allowPrograms: trusted, read });
  const lint = { settings: settings.lint };
  const checks = await checkRecipesOnDisk(search.recipes, host, { signal, launchpad, read, memory, lint });
  return {
    recipes: search.recipes,
    findings: [...search.findings, ...checks.flatMap(({ findings }) => findings)],
    notes: search.notes,
    checks,
    files,
    elapsedMs: performance.now() - startMs,
  };
}
