import { formatPlatform } from '../platform/platform.js';
import { parseDockerfile } from '../dockerfile/parseDockerfile.js';
import type { DockerfileDocument } from '../dockerfile/dockerfileDocument.js';
import { parseIgnoreFile } from '../dockerfile/ignoreFile.js';
import { resolveDockerfile } from '../dockerfile/resolvedDockerfile.js';
import type { Finding } from '../finding/finding.js';
import type { Recipe } from '../recipe/recipe.js';
import { baseImagesOf } from './baseImage.js';
import type { BranchSources, BranchStatus } from './branchStatus.js';
import { branchStatusOf, isLaunchpadMeant } from './branchStatus.js';
import type { CheckSubject, PlatformBuild, Remark, Rule, RuleInput } from './rule.js';
import { rules } from './rules.js';
import { judgeSources } from './judgeSources.js';

/** A checked recipe: what is to be said, and the branch it was judged with. */
export interface CheckedRecipe {
  /** Sorted by file and place. */
  readonly findings: readonly Finding[];
  /** Undefined when HEAD is detached or there is no repository. */
  readonly branch?: BranchStatus;
}

/**
 * Checks one recipe. Pure: the same recipe and subject give the same findings, and whatever the texts hold, it does
 * not fail.
 */
export function checkRecipe(recipe: Recipe, subject: CheckSubject): CheckedRecipe {
  const input = prepare(recipe, subject);
  const findings = rules.flatMap((rule) => rule.check(input).map((remark) => toFinding(rule, remark)));
  return {
    findings: withoutRepeats(findings.toSorted(compareFindings)),
    ...(input.branch !== undefined && { branch: input.branch }),
  };
}

/** The Dockerfile of a recipe as each of its platforms sees it. */
export function resolveBuilds(recipe: Recipe, document: DockerfileDocument): readonly PlatformBuild[] {
  const { args, target, platforms } = recipe.target;
  const settings = { buildArgs: args, ...(target !== undefined && { target }) };
  return platforms.length === 0
    ? [{ resolved: resolveDockerfile(document, settings) }]
    : platforms.map((platform) => ({
        platform: formatPlatform(platform),
        resolved: resolveDockerfile(document, { ...settings, platform }),
      }));
}

function prepare(recipe: Recipe, subject: CheckSubject): RuleInput {
  const { dockerfileText, ignoreFile, branchName } = subject;
  const document = dockerfileText === undefined ? undefined : parseDockerfile(dockerfileText);
  const builds = document === undefined ? [] : resolveBuilds(recipe, document);
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
    ...(document !== undefined && { document }),
    ...(ignoreFile !== undefined && { ignore: parseIgnoreFile(ignoreFile.text) }),
    ...(branch !== undefined && { branch }),
    isLaunchpadMeant: isLaunchpadMeant(sources),
  };
  return { ...input, sources: judgeSources(input) };
}

function toFinding(rule: Rule, remark: Remark): Finding {
  return { ...remark, rule: remark.rule ?? rule.name, fixes: remark.fixes ?? [] };
}

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

/** The same thing said of the same place twice, for example by two platforms, is said once. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify([
      finding.rule,
      finding.file,
      finding.range,
      finding.message,
      finding.platform,
    ]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
