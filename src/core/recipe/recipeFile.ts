import type { Range } from '../base/text.js';
import type { Finding } from '../finding/finding.js';
import type { BakeSurroundings } from './bake/bakeScope.js';
import { linkTarget } from './bake/linkTargets.js';
import type { BakeConfig, EvaluatedTarget } from './bake/resolveBake.js';
import { resolveBake } from './bake/resolveBake.js';
import { reportBakeFile, reportReferences } from './bakeRemarks.js';
import { decodeCheck } from './checkBlock.js';
import { keyRangesOf } from './keyRanges.js';
import { checkProcessors, decodeLaunchpad } from './launchpadBlock.js';
import { reportRewrittenScalars } from './scalarRemarks.js';
import { readSource } from './readSource.js';
import type { CheckBlock, LaunchpadBlock, Recipe } from './recipe.js';
import type { Report } from './report.js';
import { createReport } from './report.js';
import type { SourceNode } from './sourceNode.js';
import { findEntry, findValue, textOf } from './sourceNode.js';
import { validateSource } from './validateSource.js';

/** A recipe file's text, and all that its meaning depends on. */
export interface RecipeFileInput extends BakeSurroundings {
  readonly text: string;
  /** Absolute path of the file. */
  readonly file: string;
  /** Absolute path of the directory that relative paths start from. */
  readonly directory: string;
}

/** What a recipe file says. */
export interface RecipeFile {
  /** Every target that can be built, in the order of the file, each combination of a matrix on its own. */
  readonly recipes: readonly Recipe[];
  readonly findings: readonly Finding[];
  /** Targets that only add x- blocks to a target of another bake file. */
  readonly sideTargets: readonly SideTarget[];
  /** What the file as a whole says about the checks. */
  readonly check?: CheckBlock;
}

/** A target with `x-from: FILE#TARGET`. */
interface SideTarget {
  /** As written, relative to the recipe file's directory. */
  readonly fromFile: string;
  readonly fromTarget: string;
  readonly range: Range;
  readonly launchpad?: LaunchpadBlock;
  readonly check?: readonly CheckBlock[];
  readonly keyRanges: Readonly<Record<string, Range>>;
}

/**
 * Reads `oci-recipe.yaml` or `docker-bake.json`. Never fails: whatever is wrong is a finding at its place, and the
 * recipes that can be read are there all the same.
 */
export function parseRecipeFile(input: RecipeFileInput): RecipeFile {
  const report = createReport(input.file);
  const isBakeFile = input.file.endsWith('.json');
  const root = readSource(input.text, report);
  if (root?.kind !== 'map') {
    reportNoMap(root, input.text, report);
    return { recipes: [], findings: report.findings(), sideTargets: [] };
  }
  if (isBakeFile) {
    reportBakeFile(root, input.text, report);
  } else {
    validateSource(root, { unknownKeys: 'error' }, report);
  }
  reportRewrittenScalars(root, report);
  const config = resolveBake(root, input, report);
  reportReferences(root, config, report);
  const targets = [...config.targets.values()];
  const check = decodeCheck(root);
  const sideTargets = targets.flatMap((target) => readSideTarget(target, check, report));
  const recipes = targets
    .filter(({ name, block }) => !name.startsWith('_') && findValue(block.body, 'x-from') === undefined)
    .flatMap((target) => readRecipe(config, target, input, report))
    .map((recipe) => ({ ...recipe, ...checksOf(check, config.targets.get(recipe.name)) }));
  return { recipes, findings: report.findings(), sideTargets, ...(check !== undefined && { check }) };
}

/** The `x-check` of the file and of the target, which is heard after it. */
function checksOf(
  file: CheckBlock | undefined,
  target: EvaluatedTarget | undefined,
): { readonly check?: readonly CheckBlock[] } {
  const own = target === undefined ? undefined : decodeCheck(target.block.body);
  const blocks = [file, own].filter((block) => block !== undefined);
  return blocks.length === 0 ? {} : { check: blocks };
}

function reportNoMap(root: SourceNode | undefined, text: string, report: Report): void {
  if (text.trim() === '' || report.findings().length === 0) {
    report.add({
      rule: 'RecipeSyntax',
      severity: 'error',
      message: 'A recipe file is a map with the key "target" that names at least one image.',
      range: root?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    });
  }
}

function readRecipe(
  config: BakeConfig,
  evaluated: EvaluatedTarget,
  input: RecipeFileInput,
  report: Report,
): readonly Recipe[] {
  const { name, block, isMatrix } = evaluated;
  const linked = linkTarget(config, name, report);
  const launchpad = decodeLaunchpad(block.body, isMatrix, report);
  if (linked === undefined) {
    return [];
  }
  if (launchpad !== undefined) {
    checkProcessors(linked.target, launchpad, block.body, report);
  }
  return [
    {
      name,
      source: {
        kind: input.file.endsWith('.json') ? 'bake-json' : 'recipe-file',
        file: input.file,
        nameRange: block.labelRange,
        keyRanges: keyRangesOf(config, evaluated),
        ...(isInGroup(name, 'default', config) && { isDefault: true }),
      },
      directory: input.directory,
      target: linked.target,
      dependencies: linked.dependencies,
      ...(launchpad !== undefined && !isMatrix && { launchpad }),
    },
  ];
}

/** Whether a target is meant by a name: it has it, or is in the group of that name or in a group of it. */
function isInGroup(
  target: string,
  name: string,
  config: BakeConfig,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  const members = seen.has(name) ? undefined : config.groups.get(name);
  const next = new Set([...seen, name]);
  return members?.some((member) => isInGroup(target, member, config, next)) ?? target === name;
}

function readSideTarget(
  evaluated: EvaluatedTarget,
  check: CheckBlock | undefined,
  report: Report,
): readonly SideTarget[] {
  const { block, isMatrix } = evaluated;
  const entry = findEntry(block.body, 'x-from');
  const match = /^([^#]+)#([\w-]+)$/.exec(textOf(entry?.value) ?? '');
  if (entry === undefined || match === null) {
    return [];
  }
  for (const { key, keyRange } of block.body.entries.filter((other) => !other.key.startsWith('x-'))) {
    report.add({
      rule: 'RecipeKey',
      severity: 'error',
      message: `"${key}" has no effect beside x-from: the target is taken from ${match[1] ?? ''} as it is there.`,
      range: keyRange,
    });
  }
  const launchpad = decodeLaunchpad(block.body, isMatrix, report);
  return [
    {
      fromFile: match[1] ?? '',
      fromTarget: match[2] ?? '',
      range: entry.value.range,
      keyRanges: keyRangesOf(undefined, evaluated),
      ...checksOf(check, evaluated),
      ...(launchpad !== undefined && { launchpad }),
    },
  ];
}
