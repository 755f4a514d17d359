import type { Recipe } from '../recipe/recipe.js';
import type { Repository } from '../repository/repository.js';
import type { BranchJudgement } from './branchName.js';
import { judgeBranchName } from './branchName.js';
import type { LaunchpadMode } from './launchpadMode.js';

/** The branch a recipe would be built from, and what Launchpad makes of its name. */
export interface BranchStatus {
  readonly name: string;
  readonly judgement: BranchJudgement;
  /** Whether Launchpad is meant: only then a name that it refuses is a finding. */
  readonly launchpadMeant: boolean;
}

/** Where a branch name comes from, in order of precedence. */
export interface BranchSources {
  readonly recipe: Recipe;
  readonly repository: Repository;
  readonly branchName?: string;
  readonly launchpad: LaunchpadMode;
  /** Ubuntu version of the base image, for suggestions. */
  readonly series?: string;
}

/** The branch of a recipe: given by hand, or by `x-launchpad`, or checked out; undefined when HEAD is detached. */
export function branchStatusOf(sources: BranchSources): BranchStatus | undefined {
  const { recipe, repository, branchName, series } = sources;
  const checkedOut = repository.kind === 'git' ? repository.branch : undefined;
  const name = branchName ?? gitRefName(recipe.launchpad?.gitRef) ?? checkedOut;
  if (name === undefined) {
    return undefined;
  }
  const judgement = judgeBranchName(name, series === undefined ? {} : { series });
  return { name, judgement, launchpadMeant: isLaunchpadMeant(sources) };
}

/** Whether a recipe is meant for Launchpad. */
export function isLaunchpadMeant(sources: BranchSources): boolean {
  const { recipe, repository, branchName, launchpad } = sources;
  if (launchpad !== 'auto') {
    return launchpad === 'always';
  }
  const hasRemote = repository.kind === 'git' && repository.remotes.some((remote) => remote.isLaunchpad);
  return recipe.launchpad !== undefined || branchName !== undefined || hasRemote;
}

/** The ref of a `~owner/+git/repository/+ref/NAME` link, or the name itself. */
export function gitRefName(gitRef: string | undefined): string | undefined {
  const marker = '/+ref/';
  const at = gitRef?.indexOf(marker) ?? -1;
  return at === -1 ? gitRef : gitRef?.slice(at + marker.length);
}
