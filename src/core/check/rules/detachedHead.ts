import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** Says plainly that there is no branch to judge. */
export const detachedHead: Rule = {
  name: 'DetachedHead',
  family: 'recipe',
  title: 'HEAD is detached, so there is no branch name to judge',
  severity: 'info',
  preset: 'recommended',
  check,
};

function check({ branch, recipe, subject, isLaunchpadMeant }: RuleInput): readonly Remark[] {
  const { repository } = subject;
  const isDetached = repository.kind === 'git' && repository.head === 'detached';
  if (!isLaunchpadMeant || !isDetached || branch !== undefined) {
    return [];
  }
  const commit = repository.commit?.slice(0, 12) ?? 'a commit';
  const tag = repository.tag === undefined ? '' : ` (tag ${repository.tag})`;
  return [
    {
      severity: 'info',
      message:
        `HEAD is detached at ${commit}${tag}, so no branch name was judged. ` +
        'Launchpad builds a branch: switch to it, or give its name with --branch or x-launchpad.git_ref.',
      ...placeOfKey(recipe, 'x-launchpad'),
    },
  ];
}
