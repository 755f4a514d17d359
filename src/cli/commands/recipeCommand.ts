import { toBakeJson } from '../../core/recipe/bakeFile.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import { formatPlatform } from '../../core/platform/platform.js';
import { formatFindings } from '../../core/report/checkReport.js';
import { exitCodes } from '../../core/report/exitCode.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import { hasErrors, mergeFindings, summarizeFindings, toFindingJson } from '../../core/report/findingList.js';
import { toDisplayPath } from '../../core/report/pathDisplay.js';
import { toPrintableLine } from '../../core/report/printable.js';
import { formatJson } from '../../core/report/reportOptions.js';
import type { RecipeSearch } from '../../core/pipeline/findRecipes.js';
import type { Options } from '../options/invocation.js';
import { chooseRecipes, formatNames, requireRecipes, searchRecipes } from './recipeChoice.js';
import { textOptions } from './textOptions.js';
import { UsageError } from '../options/usageError.js';
import { say } from '../world.js';
import type { World } from '../world.js';

/** `oci-recipe recipe [PATH] [--print]`; exit code 1 when the recipe file has errors. */
export async function recipeCommand(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<ExitCode> {
  const search = await searchRecipes(operands, world);
  requireRecipes(search, operands);
  const recipes = chooseRecipes(search.recipes, options);
  if (options.has('print')) {
    print(recipes, world);
  } else {
    list(recipes, search, options, world);
  }
  tellFindings(search, options, world);
  return hasErrors(search.findings) ? exitCodes.bad : exitCodes.good;
}

function print(recipes: readonly Recipe[], world: World): void {
  const [recipe, ...others] = recipes;
  if (others.length > 0) {
    throw new UsageError(
      `Several recipes were found: ${formatNames(recipes)}. Choose one with --recipe NAME.`,
    );
  }
  if (recipe !== undefined) {
    world.stdout.write(formatJson(toBakeJson(recipe)));
  }
}

function list(recipes: readonly Recipe[], search: RecipeSearch, options: Options, world: World): void {
  if (options.text('format') === 'json') {
    world.stdout.write(
      formatJson({
        recipes: recipes.map(toRecipeJson),
        findings: search.findings.map(toFindingJson),
        summary: summarizeFindings(search.findings),
        notes: search.notes,
      }),
    );
    return;
  }
  const width = Math.max(0, ...recipes.map(({ name }) => name.length));
  const rows = recipes.map((recipe) => formatRow(recipe, width, world));
  world.stdout.write(rows.join(''));
}

function formatRow(recipe: Recipe, width: number, world: World): string {
  const { style, directory } = textOptions(world);
  const platforms = recipe.target.platforms.map(formatPlatform).join(', ');
  const file = toPrintableLine(toDisplayPath(recipe.source.file, directory));
  const name = toPrintableLine(recipe.name).padEnd(width);
  return `${style.bold(name)}  ${file}  ${style.dim(platforms || "the builder's platform")}\n`;
}

function toRecipeJson(recipe: Recipe) {
  return {
    name: recipe.name,
    kind: recipe.source.kind,
    file: recipe.source.file,
    directory: recipe.directory,
    context: recipe.target.context,
    dockerfile: recipe.target.dockerfile,
    platforms: recipe.target.platforms.map(formatPlatform),
    forLaunchpad: recipe.launchpad !== undefined,
  };
}

/** With `--print` and in text the findings go to stderr, so that stdout holds what was asked for alone. */
function tellFindings(search: RecipeSearch, options: Options, world: World): void {
  if (options.text('format') === 'json' && !options.has('print')) {
    return;
  }
  const findings = mergeFindings([search.findings]);
  world.stderr.write(formatFindings(findings, { ...textOptions(world), style: world.stderr.style }));
  for (const note of search.notes) {
    say(world, note);
  }
}
