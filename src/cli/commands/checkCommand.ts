import type { BranchStatus } from '../../core/check/branchStatus.js';
import { ruleNamed } from '../../core/check/ruleTable.js';
import { applySafeFixes } from '../../core/pipeline/applyFixes.js';
import type { AppliedFix } from '../../core/pipeline/applyFixes.js';
import { checkBranchName } from '../../core/pipeline/checkBranchName.js';
import { applyLint } from '../../core/pipeline/checkSettings.js';
import { checkRecipesOnDisk } from '../../core/pipeline/checkRecipe.js';
import type { CheckOptions } from '../../core/pipeline/checkRecipe.js';
import type { RecipeSearch } from '../../core/pipeline/findRecipes.js';
import { createShellChecker } from '../../core/pipeline/shellcheck/shellChecker.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import { formatCheckGithub } from '../../core/report/checkGithub.js';
import { formatCheckJson, formatCheckText, toCheckExitCode } from '../../core/report/checkReport.js';
import type { CheckReport, FileNaming } from '../../core/report/checkReport.js';
import { formatCheckSarif } from '../../core/report/checkSarif.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import { mergeFindings } from '../../core/report/findingList.js';
import type { Options } from '../options/invocation.js';
import { toCheckOptions } from '../options/launchpadOptions.js';
import { toPolicyLayer, toThreshold } from '../options/lintOptions.js';
import type { World } from '../world.js';
import { formatBranchNote } from './branchNote.js';
import { createNaming } from './checkPaths.js';
import { readSubject } from './checkSubject.js';
import type { Subject } from './checkSubject.js';
import { isFailed } from './checkVerdict.js';
import { chooseRecipes, requireRecipes } from './recipeChoice.js';
import { formatRepositoryNote } from './repositoryNote.js';
import { textOptions } from './textOptions.js';

/** How often fixes are applied: each time may make room for fixes that were in the way of others. */
const maxFixRounds = 10;

/** `oci-recipe check [PATH…]` */
export async function checkCommand(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<ExitCode> {
  world.compileWasmOnce();
  const lint = { flags: toPolicyLayer(options) };
  const subject = await readSubject(operands, options, world);
  const request = { subject, operands, options, world, lint };
  const fixed = options.has('fix') ? await fix(request) : undefined;
  const report = { ...(await check(request)), ...(fixed !== undefined && { fixed }) };
  const nameOf = createNaming(subject.places, world.host.system.currentDirectory);
  world.stdout.write(await format(report, nameOf, options, world));
  return toCheckExitCode(report);
}

/** All that a check goes by. */
interface Request {
  readonly subject: Subject;
  readonly operands: readonly string[];
  readonly options: Options;
  readonly world: World;
  readonly lint: NonNullable<CheckOptions['lint']>;
}

async function format(
  report: CheckReport,
  nameOf: FileNaming,
  options: Options,
  world: World,
): Promise<string> {
  switch (options.text('format')) {
    case 'json':
      return formatCheckJson(report, nameOf);
    case 'sarif':
      return formatCheckSarif(report, { version: await world.readVersion(), nameOf, ruleNamed });
    case 'github':
      return formatCheckGithub(report, nameOf);
    default:
      return formatCheckText(report, textOptions(world), nameOf);
  }
}

async function fix(request: Request): Promise<readonly AppliedFix[]> {
  const all: AppliedFix[] = [];
  for (let round = 0; round < maxFixRounds; round += 1) {
    const { findings } = await check(request);
    const applied = await applySafeFixes(findings, request.world.host);
    if (applied.length === 0) {
      return all;
    }
    all.push(...applied);
  }
  return all;
}

async function check({ subject, operands, options, world, lint }: Request): Promise<CheckReport> {
  const search = await subject.search();
  const branch = options.text('branch');
  if (search.recipes.length === 0 && branch !== undefined) {
    return checkNameAlone(branch, search, world);
  }
  requireRecipes(search, operands);
  const checking = {
    ...toCheckOptions(options),
    lint,
    signal: world.signal,
    read: subject.read,
    shellChecker: createShellChecker(world.host),
    engine: options.has('engine'),
  };
  return checkAll(chooseRecipes(search.recipes, options), search, checking, { options, world });
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
  checking: CheckOptions,
  { options, world }: Pick<Request, 'options' | 'world'>,
): Promise<CheckReport> {
  const results = await checkRecipesOnDisk(recipes, world.host, checking);
  const ofFiles = applyLint(search, checking.lint);
  const gitNotes = results.flatMap(
    (result) => formatRepositoryNote(result, checking.launchpad ?? 'auto') ?? [],
  );
  const branches = results.flatMap(({ branch }) => (branch === undefined ? [] : [branch]));
  return {
    recipes: recipes.map((recipe) => recipe.name),
    findings: mergeFindings([ofFiles, ...results.map(({ findings }) => findings)]),
    notChecked: [...new Set(results.flatMap((result) => result.notChecked))],
    isFailed: isFailed(ofFiles, results, toThreshold(options)),
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
