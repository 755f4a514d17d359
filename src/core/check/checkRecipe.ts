import { addFixes } from './fixes/addFixes.js';
import { instructionAt } from './instructionAt.js';
import { parseIgnoreFile } from '../dockerfile/ignoreFile.js';
import type { CheckPolicy } from '../finding/checkPolicy.js';
import { defaultPolicy } from '../finding/checkPolicy.js';
import type { Finding } from '../finding/finding.js';
import type { Recipe } from '../recipe/recipe.js';
import { baseImagesOf } from './baseImage.js';
import type { BranchSources, BranchStatus } from './branchStatus.js';
import { branchStatusOf, isLaunchpadMeant } from './branchStatus.js';
import { judgeSources } from './judgeSources.js';
import { mergeAliases } from './mergeAliases.js';
import { mergeExclusions } from './mergeExclusions.js';
import { mergePlatforms } from './mergePlatforms.js';
import { applyPolicy } from './policy.js';
import { readDockerfile } from './readDockerfile.js';
import type { CheckSubject, Remark, Rule, RuleInput } from './rule.js';
import { rulesInForce } from './rulesInForce.js';
import { notChecked } from './notChecked.js';
import type { IsSilenced } from './silences.js';
import { readSilences } from './silences.js';

/** A checked recipe: what is to be said, and the branch it was judged with. */
export interface CheckedRecipe {
  /** Sorted by file and place. */
  readonly findings: readonly Finding[];
  /** What the Dockerfile's silences and the policy let through of findings that others made of the same texts. */
  readonly hear: (found: readonly Finding[]) => readonly Finding[];
  /** Undefined when HEAD is detached or there is no repository. */
  readonly branch?: BranchStatus;
  /** What was not checked, and why, in sentences. */
  readonly notChecked: readonly string[];
}

/**
 * Checks one recipe. Pure: the same recipe and subject give the same findings, and whatever the texts hold, it does
 * not fail. What each rule remarks is said once for all platforms or for each that differs, and once for BuildKit and
 * hadolint; then the Dockerfile's own silences and at last the policy decide what is heard.
 */
export function checkRecipe(recipe: Recipe, subject: CheckSubject): CheckedRecipe {
  const input = prepare(recipe, subject);
  const { policy = defaultPolicy } = subject;
  const remarked = rulesInForce(policy).run.flatMap((rule) =>
    rule.check(input).map((remark) => toFinding(rule, remark, input)),
  );
  const general = mergePlatforms(
    [...remarked, ...newOf(subject.external ?? [], remarked)],
    input.builds.map(({ platform }) => platform),
  );
  const hear = createHearing(policy, readSilences(input));
  return {
    findings: addFixes(hear(mergeExclusions(mergeAliases(general, input.document))), input),
    hear,
    notChecked: notChecked(input, policy),
    ...(input.branch !== undefined && { branch: input.branch }),
  };
}

// Why a function of its own: it is kept as long as the findings are, and must not keep the whole input with it.
function createHearing(policy: CheckPolicy, isSilenced: IsSilenced): CheckedRecipe['hear'] {
  return (found) =>
    applyPolicy(
      policy,
      found.filter((finding) => !isSilenced(finding)),
    ).toSorted(compareFindings);
}

/** What others found that we did not: the same rule on the same line is said once, in our words and place. */
function newOf(external: readonly Finding[], own: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ rule, file, range }: Finding): string => `${rule} ${range.start.line} ${file}`;
  const said = new Set(external.length === 0 ? [] : own.map(keyOf));
  return external.filter((finding) => !said.has(keyOf(finding)));
}

function prepare(recipe: Recipe, subject: CheckSubject): RuleInput {
  const { dockerfileText, ignoreFile, branchName } = subject;
  const read =
    subject.dockerfile ?? (dockerfileText === undefined ? undefined : readDockerfile(recipe, dockerfileText));
  const builds = read?.builds ?? [];
  const series = baseImagesOf(recipe, builds).find((base) => base.series !== undefined)?.series;
  const sources: BranchSources = {
    recipe,
    repository: subject.repository,
    launchpad: subject.launchpad,
    ...(branchName !== undefined && { branchName }),
    ...(series !== undefined && { series }),
  };
  const branch = branchStatusOf(sources);
  const input = {
    recipe,
    subject,
    builds,
    ...(read !== undefined && { document: read.document }),
    ...(ignoreFile !== undefined && { ignore: parseIgnoreFile(ignoreFile.text) }),
    ...(branch !== undefined && { branch }),
    isLaunchpadMeant: isLaunchpadMeant(sources),
  };
  return { ...input, sources: judgeSources(input) };
}

function toFinding(rule: Rule, remark: Remark, { document, recipe, subject }: RuleInput): Finding {
  const isInDockerfile =
    remark.file === subject.dockerfilePath && recipe.target.dockerfileInline === undefined;
  const instruction =
    document === undefined || !isInDockerfile || remark.instructionLine !== undefined
      ? undefined
      : instructionAt(document.instructions, remark.range.start.line);
  const finding = { ...remark, rule: remark.rule ?? rule.name, fixes: remark.fixes ?? noFixes };
  return instruction === undefined ? finding : { ...finding, instructionLine: instruction.startLine };
}

const noFixes: readonly never[] = [];

function compareFindings(one: Finding, other: Finding): number {
  return (
    compareTexts(one.file, other.file) ||
    one.range.start.line - other.range.start.line ||
    one.range.start.character - other.range.start.character ||
    compareTexts(one.rule, other.rule) ||
    compareTexts(one.message, other.message)
  );
}

// Why: not by locale, so that the order is the same everywhere.
function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
