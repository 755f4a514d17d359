import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';
import { renameFixes } from './launchpadBranchName.js';

/** Names that Launchpad takes, but that are not of the documented form or give no usable registry tag. */
export const launchpadBranchForm: Rule = {
  name: 'LaunchpadBranchForm',
  family: 'recipe',
  title: 'Launchpad takes the branch name, but it is not of the documented form',
  severity: 'warning',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  const { branch, recipe } = input;
  if (branch === undefined || !input.isLaunchpadMeant) {
    return [];
  }
  const { accepted, documentedForm, tagValid, pushTag, reason } = branch.judgement;
  if (!accepted || documentedForm) {
    return [];
  }
  const message = tagValid
    ? `Launchpad takes the branch name "${branch.name}", but it is not of the documented form v1.0-24.04: ` +
      `${reason ?? 'it differs'}. A push gets the tag ${pushTag}.`
    : `Launchpad takes the branch name "${branch.name}", but no registry takes the tag "${pushTag}" made of it, ` +
      'so pushing would fail. Use letters, digits, ".", "_" and "-" only, and do not start with "." or "-".';
  return [
    {
      severity: tagValid ? 'info' : 'warning',
      message,
      ...placeOfKey(recipe, 'x-launchpad.git_ref', 'x-launchpad'),
      fixes: renameFixes(input),
    },
  ];
}
