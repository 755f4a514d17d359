import { findTarget } from '../../dockerfile/resolvedDockerfile.js';
import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** The recipe asks for a stage that the Dockerfile does not have. */
export const unknownTarget: Rule = {
  name: 'UnknownTarget',
  family: 'recipe',
  title: 'The recipe asks for a stage that the Dockerfile does not have',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check({ recipe, document }: RuleInput): readonly Remark[] {
  const { target } = recipe.target;
  if (target === undefined || document === undefined || document.stages.length === 0) {
    return [];
  }
  if (findTarget(document, target) !== undefined) {
    return [];
  }
  const names = document.stages.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const known = names.length === 0 ? 'it names no stage' : `it has ${names.join(', ')}`;
  return [
    {
      severity: 'error',
      message: `The Dockerfile has no stage "${target}": ${known}. Correct "target", or name a stage with AS.`,
      ...placeOfKey(recipe, 'target'),
    },
  ];
}
