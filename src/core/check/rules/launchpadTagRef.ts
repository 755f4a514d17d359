import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** Launchpad's builder clones with `git clone -b NAME`, which takes no `refs/…` name and no HEAD. */
export const launchpadTagRef: Rule = {
  name: 'LaunchpadTagRef',
  family: 'recipe',
  title: "The recipe names a tag or HEAD, which Launchpad's builder cannot clone",
  severity: 'warning',
  preset: 'recommended',
  check,
};

function check({ branch, recipe, isLaunchpadMeant }: RuleInput): readonly Remark[] {
  const reason = isLaunchpadMeant && branch !== undefined ? reasonAgainst(branch.name) : undefined;
  if (branch === undefined || reason === undefined) {
    return [];
  }
  return [
    {
      severity: 'warning',
      message: `Launchpad's builder cannot clone "${branch.name}": ${reason}. Use a branch.`,
      ...placeOfKey(recipe, 'x-launchpad.git_ref', 'x-launchpad'),
    },
  ];
}

function reasonAgainst(name: string): string | undefined {
  if (name.startsWith('refs/tags/')) {
    return 'it is sent the whole path of a tag, and "git clone -b" takes short names only';
  }
  return name === 'HEAD' ? '"git clone -b HEAD" finds no such branch' : undefined;
}
