import { branchStatusOf } from '../check/branchStatus.js';
import type { BranchStatus } from '../check/branchStatus.js';
import type { RuleInput } from '../check/rule.js';
import { launchpadBranchForm } from '../check/rules/launchpadBranchForm.js';
import { launchpadBranchName } from '../check/rules/launchpadBranchName.js';
import { launchpadTagRef } from '../check/rules/launchpadTagRef.js';
import type { Finding } from '../finding/finding.js';
import type { Recipe } from '../recipe/recipe.js';

/** A branch name judged alone. */
export interface BranchCheck {
  readonly findings: readonly Finding[];
  readonly branch?: BranchStatus;
}

const rules = [launchpadBranchName, launchpadBranchForm, launchpadTagRef];

/** Judges the name of a branch (also `refs/heads/…`) where there is no recipe; findings are about `folder`. */
export function checkBranchName(name: string, folder: string): BranchCheck {
  const recipe = noRecipe(folder);
  const repository = { kind: 'none', code: 'not-a-repository', reason: '' } as const;
  const launchpad = 'always';
  const branch = branchStatusOf({ recipe, repository, launchpad, branchName: name });
  const input: RuleInput = {
    recipe,
    subject: { dockerfilePath: folder, repository, context: noContext, branchName: name, launchpad },
    builds: [],
    sources: [],
    isLaunchpadMeant: true,
    ...(branch !== undefined && { branch }),
  };
  const findings = rules.flatMap((rule) =>
    rule.check(input).map((remark) => ({ fixes: [], ...remark, rule: remark.rule ?? rule.name })),
  );
  return { findings, ...(branch !== undefined && { branch }) };
}

const noContext: RuleInput['subject']['context'] = {
  context: { kind: 'remote', text: '' },
  sources: new Map(),
};

/** What rules need of a recipe to say where a finding is. */
function noRecipe(folder: string): Recipe {
  const nothing = { contexts: {}, args: {}, labels: {}, extraHosts: {} };
  const none: readonly never[] = [];
  return {
    name: '',
    source: { kind: 'dockerfile', file: folder, keyRanges: {} },
    directory: folder,
    target: {
      ...nothing,
      context: '.',
      dockerfile: 'Dockerfile',
      annotations: none,
      tags: none,
      platforms: none,
      output: none,
      cacheFrom: none,
      cacheTo: none,
      secret: none,
      ssh: none,
      attest: none,
      entitlements: none,
      ulimits: none,
      noCacheFilter: none,
    },
    dependencies: {},
  };
}
