import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** The recipe names a Dockerfile that is not there. */
export const missingDockerfile: Rule = {
  name: 'MissingDockerfile',
  family: 'recipe',
  title: 'The recipe names a Dockerfile that does not exist or cannot be read',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check({ recipe, subject }: RuleInput): readonly Remark[] {
  const { dockerfile } = subject.context;
  if (dockerfile === undefined || subject.dockerfileText !== undefined) {
    return [];
  }
  const what =
    dockerfile.realPath === undefined ? 'does not exist' : 'is not a file that can be read as text';
  return [
    {
      severity: 'error',
      message:
        `The Dockerfile ${dockerfile.path} ${what}. Create it, or name another one with "dockerfile" ` +
        '(relative to the context).',
      ...placeOfKey(recipe, 'dockerfile', 'context'),
    },
  ];
}
