import { isWithin } from '../paths.js';
import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** Launchpad builds what is in the branch; a context elsewhere is not. */
export const contextOutsideRepository: Rule = {
  name: 'ContextOutsideRepository',
  family: 'recipe',
  title: 'The context is outside the git repository, or no directory at all',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check({ recipe, subject, isLaunchpadMeant }: RuleInput): readonly Remark[] {
  const { context } = subject.context;
  if (!isLaunchpadMeant) {
    return [];
  }
  const place = placeOfKey(recipe, 'context');
  if (context.kind === 'remote') {
    const message = `Launchpad cannot use the context "${context.text}": it builds a directory of the branch. Use a path.`;
    return [{ severity: 'error', message, ...place }];
  }
  const { repository } = subject;
  if (repository.kind !== 'git' || isWithin(repository.root, context.path)) {
    return [];
  }
  return [
    {
      severity: 'error',
      message:
        `The context ${context.path} is outside the repository ${repository.root}, so Launchpad does not have it. ` +
        'Move what the build needs into the repository.',
      ...place,
    },
  ];
}
