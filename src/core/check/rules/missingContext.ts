import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** The recipe names a context directory that is not there. */
export const missingContext: Rule = {
  name: 'MissingContext',
  family: 'recipe',
  title: 'The context is not a directory',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check({ recipe, subject }: RuleInput): readonly Remark[] {
  const { context } = subject.context;
  if (context.kind === 'remote' || context.realPath !== undefined) {
    return [];
  }
  return [
    {
      severity: 'error',
      message: `The context ${context.path} is not a directory. Name one with "context", relative to the recipe file.`,
      ...placeOfKey(recipe, 'context'),
    },
  ];
}
