import type { CheckSubject } from '../../../src/core/check/rule.js';
import { checkRecipe } from '../../../src/core/check/checkRecipe.js';
import type { ContextFacts, SourceFacts, SourceMatch } from '../../../src/core/check/contextFacts.js';
import type { CheckPolicy } from '../../../src/core/finding/checkPolicy.js';
import type { Finding } from '../../../src/core/finding/finding.js';
import { parsePlatform } from '../../../src/core/platform/platform.js';
import { emptyTarget } from '../../../src/core/recipe/emptyTarget.js';
import type { LaunchpadBlock, Recipe, Target } from '../../../src/core/recipe/recipe.js';
import type { GitRepository, Repository } from '../../../src/core/repository/repository.js';

/** What differs from a small sound recipe in /repo that only knows of a local git repository. */
export interface Differences {
  readonly text?: string | null;
  readonly target?: Partial<Omit<Target, 'platforms'>>;
  readonly platforms?: readonly string[];
  readonly launchpadBlock?: LaunchpadBlock;
  readonly recipeName?: string;
  readonly keyRanges?: Recipe['source']['keyRanges'];
  readonly repository?: Repository | Partial<GitRepository>;
  readonly context?: Partial<ContextFacts>;
  readonly sources?: Readonly<Record<string, Partial<SourceFacts> | readonly Partial<SourceMatch>[]>>;
  readonly ignore?: string;
  readonly branch?: string;
  readonly launchpad?: CheckSubject['launchpad'];
  /** Default: what is recommended, without the hint that every sample on a release branch would have. */
  readonly policy?: CheckPolicy;
}

const quiet: CheckPolicy = { preset: 'recommended', rules: { UnpinnedBaseImage: 'off' } };

/** Shorthand for "Launchpad is meant". */
export const meant: Differences = { launchpad: 'always' };

const repository: GitRepository = {
  kind: 'git',
  root: '/repo',
  head: 'branch',
  branch: 'v1.0-24.04',
  commit: 'c'.repeat(40),
  isShallow: false,
  isLinkedWorktree: false,
  remotes: [],
};

/** The recipe and subject with the differences. */
export function sample(differences: Differences): {
  readonly recipe: Recipe;
  readonly subject: CheckSubject;
} {
  const { ignore, branch, text = 'FROM ubuntu:24.04\n' } = differences;
  const context: ContextFacts = {
    context: { kind: 'directory', path: '/repo', realPath: '/repo' },
    dockerfile: { path: '/repo/Dockerfile', realPath: '/repo/Dockerfile', isTracked: true },
    sources: toSources(differences.sources ?? {}),
    ...differences.context,
  };
  return {
    recipe: toRecipe(differences),
    subject: {
      dockerfilePath: '/repo/Dockerfile',
      repository: { ...repository, ...differences.repository },
      context,
      launchpad: differences.launchpad ?? 'auto',
      policy: differences.policy ?? quiet,
      ...(text !== null && { dockerfileText: text }),
      ...(ignore !== undefined && { ignoreFile: { path: '/repo/.dockerignore', text: ignore } }),
      ...(branch !== undefined && { branchName: branch }),
    },
  };
}

/** All findings of the sample. */
export function findingsOf(differences: Differences): readonly Finding[] {
  const { recipe, subject } = sample(differences);
  return checkRecipe(recipe, subject).findings;
}

/** `severity line:character message` of the findings of one rule. */
export function remarks(rule: string, differences: Differences): readonly string[] {
  return findingsOf(differences)
    .filter((finding) => finding.rule === rule)
    .map(
      ({ severity, range, message }) => `${severity} ${range.start.line}:${range.start.character} ${message}`,
    );
}

/** The severities of the findings of one rule, those too that have its name as an alias. */
export function severities(rule: string, differences: Differences): readonly string[] {
  return findingsOf(differences)
    .filter((finding) => finding.rule === rule || finding.aliases?.includes(rule) === true)
    .map(({ severity }) => severity);
}

function toRecipe({ target, platforms, launchpadBlock, recipeName, keyRanges }: Differences): Recipe {
  return {
    name: recipeName ?? 'sample',
    source: { kind: 'recipe-file', file: '/repo/oci-recipe.yaml', keyRanges: keyRanges ?? {} },
    directory: '/repo',
    target: { ...emptyTarget, ...target, platforms: (platforms ?? []).map(parsePlatform) },
    dependencies: {},
    ...(launchpadBlock !== undefined && { launchpad: launchpadBlock }),
  };
}

function toSources(sources: NonNullable<Differences['sources']>): ContextFacts['sources'] {
  return new Map(
    Object.entries(sources).map(([key, facts]) => {
      const matches = (isMatches(facts) ? facts : (facts.matches ?? [])).map((match) => ({
        path: key,
        isDirectory: false,
        leavesContext: false,
        ...match,
      }));
      return [key, { isTruncated: false, ...(isMatches(facts) ? {} : facts), matches }];
    }),
  );
}

function isMatches(
  facts: Partial<SourceFacts> | readonly Partial<SourceMatch>[],
): facts is readonly Partial<SourceMatch>[] {
  return Array.isArray(facts);
}
