import { isWithin } from '../paths.js';
import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** Launchpad builds what is in the branch; a Dockerfile elsewhere is not. */
export const buildFileOutsideRepository: Rule = {
  name: 'BuildFileOutsideRepository',
  family: 'recipe',
  title: 'The Dockerfile is outside the git repository',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check({ recipe, subject, isLaunchpadMeant }: RuleInput): readonly Remark[] {
  const { repository, context } = subject;
  const { dockerfile } = context;
  if (!isLaunchpadMeant || repository.kind !== 'git' || dockerfile === undefined) {
    return [];
  }
  if (isWithin(repository.root, dockerfile.path)) {
    return [];
  }
  // Why: the builder compares beginnings of strings only, so a neighbour of that name passes its check and fails later.
  const passes = dockerfile.path.startsWith(repository.root)
    ? " Its builder's own check does not notice, and fails later."
    : '';
  return [
    {
      severity: 'error',
      message:
        `The Dockerfile ${dockerfile.path} is outside the repository ${repository.root}, so Launchpad does not ` +
        `have it.${passes} Move it into the repository.`,
      ...placeOfKey(recipe, 'dockerfile', 'context'),
    },
  ];
}
