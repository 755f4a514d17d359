import { buildRecipe } from '../../core/pipeline/buildRecipe.js';
import type { BuildRequest, BuildResult } from '../../core/pipeline/buildRequest.js';
import { resolveDockerfile } from '../../core/pipeline/resolveDockerfile.js';
import type { RecipeSearch } from '../../core/pipeline/findRecipes.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import { formatBuildJson, toBuildExitCode } from '../../core/report/buildReport.js';
import type { BuildReport } from '../../core/report/buildReport.js';
import { formatBuildText } from '../../core/report/buildReportText.js';
import { worstExitCode } from '../../core/report/exitCode.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import { mergeFindings } from '../../core/report/findingList.js';
import type { Options } from '../options/invocation.js';
import { printPlans } from './printPlans.js';
import { createProgress } from '../progress/createProgress.js';
import { chooseRecipes, formatNames, requireRecipes, searchRecipes } from './recipeChoice.js';
import { refuseBroken } from './refuseBroken.js';
import { textOptions } from './textOptions.js';
import { toBuildRequest } from '../options/toBuildRequest.js';
import { UsageError } from '../options/usageError.js';
import { say } from '../world.js';
import type { World } from '../world.js';

/** `oci-recipe build [PATH]` */
export async function buildCommand(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<ExitCode> {
  const search = await searchRecipes(operands, world);
  requireRecipes(search, operands);
  const recipes = chooseToBuild(search, options);
  const refused = refuseBroken(recipes, search, options, world);
  if (refused !== undefined) {
    return refused;
  }
  for (const note of search.notes) {
    say(world, note);
  }
  const requests = recipes.map((recipe) => toBuildRequest(recipe, options, world.host.system));
  return options.has('print')
    ? printPlans(requests, options, world)
    : buildAll(requests, search, options, world);
}

function chooseToBuild(search: RecipeSearch, options: Options): readonly Recipe[] {
  const chosen = chooseRecipes(search.recipes, options);
  const isLeftOpen = chosen.length > 1 && !options.has('all') && !options.has('recipe');
  const defaults = isLeftOpen ? chosen.filter(({ source }) => source.isDefault === true) : [];
  if (defaults.length === 1) {
    return defaults;
  }
  if (isLeftOpen) {
    throw new UsageError(
      `Several recipes were found: ${formatNames(chosen)}. Choose with --recipe NAME, or build all of them with --all.`,
    );
  }
  return chosen;
}

async function buildAll(
  requests: readonly BuildRequest[],
  search: RecipeSearch,
  options: Options,
  world: World,
): Promise<ExitCode> {
  const reports: BuildReport[] = [];
  for (const request of requests) {
    reports.push(toReport(await buildOne(request, options, world), request.recipe, search));
    if (world.signal.aborted) {
      break;
    }
  }
  const texts = reports.map((report) => formatBuildText(report, textOptions(world)));
  world.stdout.write(options.text('format') === 'json' ? formatBuildJson(reports) : texts.join('\n'));
  return worstExitCode(reports.map(toBuildExitCode));
}

async function buildOne(request: BuildRequest, options: Options, world: World): Promise<BuildResult> {
  const progress = createProgress(request, options.text('progress') ?? 'auto', world);
  try {
    for await (const event of buildRecipe(request, world.host, { signal: world.signal })) {
      progress.show(event);
      if (event.kind === 'result') {
        return event.result;
      }
    }
  } finally {
    progress.close();
  }
  throw new TypeError('A build ended without a result.');
}

function toReport(result: BuildResult, recipe: Recipe, search: RecipeSearch): BuildReport {
  const dockerfile = resolveDockerfile(recipe);
  return {
    ...result,
    findings: mergeFindings([search.findings, result.findings]),
    ...(dockerfile !== undefined && { dockerfile }),
  };
}
