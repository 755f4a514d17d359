import type { BranchStatus } from '../../core/check/branchStatus.js';
import { checkBranchName } from '../../core/pipeline/checkBranchName.js';
import { createCheckMemory } from '../../core/pipeline/checkMemory.js';
import { checkRecipeOnDisk } from '../../core/pipeline/checkRecipe.js';
import type { DiskCheck } from '../../core/pipeline/checkRecipe.js';
import type { RecipeSearch } from '../../core/pipeline/findRecipes.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import { formatCheckJson, formatCheckText, toCheckExitCode } from '../../core/report/checkReport.js';
import type { CheckReport } from '../../core/report/checkReport.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import { mergeFindings } from '../../core/report/findingList.js';
import { formatBranchNote } from './branchNote.js';
import { formatRepositoryNote } from './repositoryNote.js';
import type { Options } from '../options/invocation.js';
import { toCheckOptions } from '../options/launchpadOptions.js';
import { chooseRecipes, requireRecipes, searchRecipes } from './recipeChoice.js';
import { textOptions } from './textOptions.js';
import type { World } from '../world.js';

/** `oci-recipe check [PATH]` */
export async function checkCommand(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<ExitCode> {
  const report = await check(operands, options, world);
  world.stdout.write(
    options.text('format') === 'json' ? formatCheckJson(report) : formatCheckText(report, textOptions(world)),
  );
  return toCheckExitCode(report);
}

async function check(operands: readonly string[], options: Options, world: World): Promise<CheckReport> {
  const search = await searchRecipes(operands, world);
  const branch = options.text('branch');
  if (search.recipes.length === 0 && branch !== undefined) {
    return checkNameAlone(branch, search, world);
  }
  requireRecipes(search, operands);
  return checkAll(chooseRecipes(search.recipes, options), search, options, world);
}

function checkNameAlone(name: string, search: RecipeSearch, world: World): CheckReport {
  const { findings, branch } = checkBranchName(name, world.host.system.currentDirectory);
  return {
    recipes: [],
    findings: mergeFindings([search.findings, findings]),
    ...tellBranches(branch === undefined ? [] : [branch], search.notes),
  };
}

async function checkAll(
  recipes: readonly Recipe[],
  search: RecipeSearch,
  options: Options,
  world: World,
): Promise<CheckReport> {
  const checking = { ...toCheckOptions(options), signal: world.signal, memory: createCheckMemory() };
  const results: DiskCheck[] = [];
  for (const recipe of recipes) {
    results.push(await checkRecipeOnDisk(recipe, world.host, checking));
  }
  const gitNotes = results.flatMap((result) => {
    const note = formatRepositoryNote(result, checking.launchpad ?? 'auto');
    return note === undefined ? [] : [note];
  });
  const branches = results.flatMap(({ branch }) => (branch === undefined ? [] : [branch]));
  return {
    recipes: recipes.map((recipe) => recipe.name),
    findings: mergeFindings([search.findings, ...results.map(({ findings }) => findings)]),
    ...tellBranches(branches, [...search.notes, ...new Set(gitNotes)]),
  };
}

function tellBranches(
  branches: readonly BranchStatus[],
  notes: readonly string[],
): Pick<CheckReport, 'branches' | 'notes'> {
  const byNote = new Map(branches.map((branch) => [formatBranchNote(branch), branch]));
  return {
    branches: [...byNote.values()].map(({ name, judgement, launchpadMeant }) => {
      const { accepted, documentedForm, pushTag } = judgement;
      return { name, accepted, documentedForm, pushTag, launchpadMeant };
    }),
    notes: [...notes, ...byNote.keys()],
  };
}
