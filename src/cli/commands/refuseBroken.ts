import { blockingFindings } from '../../core/pipeline/blockingFindings.js';
import type { RecipeSearch } from '../../core/pipeline/findRecipes.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import { formatFindings } from '../../core/report/checkReport.js';
import { exitCodes } from '../../core/report/exitCode.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import { mergeFindings, summarizeFindings, toFindingJson } from '../../core/report/findingList.js';
import { formatJson } from '../../core/report/reportOptions.js';
import type { Options } from '../options/invocation.js';
import { textOptions } from './textOptions.js';
import { say } from '../world.js';
import type { World } from '../world.js';

/** Reports why nothing is built, when the recipe file has errors; undefined when there is nothing against it. */
export function refuseBroken(
  recipes: readonly Recipe[],
  search: RecipeSearch,
  options: Options,
  world: World,
): ExitCode | undefined {
  const blocking = recipes.flatMap((recipe) => blockingFindings(recipe, search.findings));
  const findings = mergeFindings([recipes.length === 0 ? search.findings : blocking]);
  if (findings.length === 0) {
    return undefined;
  }
  if (options.text('format') === 'json') {
    const message = 'The recipe file has errors, so nothing was built; see the findings.';
    world.stdout.write(
      formatJson({
        ok: false,
        images: [],
        problems: [{ code: 'recipe-broken', message }],
        findings: findings.map(toFindingJson),
        summary: summarizeFindings(findings),
      }),
    );
  } else {
    world.stdout.write(formatFindings(findings, textOptions(world)));
  }
  say(world, 'Nothing was built: what the recipe file says is not what it means. Mend it and start again.');
  return exitCodes.bad;
}
