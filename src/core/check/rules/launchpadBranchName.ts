import type { Fix } from '../../finding/finding.js';
import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** Launchpad refuses recipes whose branch is not named APPVERSION-UBUNTUVERSION. */
export const launchpadBranchName: Rule = {
  name: 'LaunchpadBranchName',
  family: 'recipe',
  title: 'Launchpad refuses the name of the branch',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  const { branch, recipe } = input;
  if (branch === undefined || !input.isLaunchpadMeant || branch.judgement.accepted) {
    return [];
  }
  const [suggestion] = branch.judgement.suggestions;
  const example = suggestion === undefined ? 'such as v1.0-24.04' : `for example ${suggestion}`;
  const reason = branch.judgement.reason ?? 'it is of another form';
  return [
    {
      severity: 'error',
      message:
        `Launchpad refuses the branch name "${branch.name}": ${reason}. ` +
        `Name the branch APPVERSION-UBUNTUVERSION, ${example}.`,
      ...placeOfKey(recipe, 'x-launchpad.git_ref', 'x-launchpad'),
      fixes: renameFixes(input),
    },
  ];
}

/** Renames of the branch that is checked out; none when the name was given by hand or by the recipe. */
export function renameFixes({ branch, subject }: RuleInput): readonly Fix[] {
  const { repository } = subject;
  if (branch === undefined || repository.kind !== 'git' || repository.branch !== branch.name) {
    return [];
  }
  return branch.judgement.suggestions.map((to) => ({
    kind: 'rename-branch',
    title: `Rename branch ${branch.name} to ${to}`,
    from: branch.name,
    to,
  }));
}
