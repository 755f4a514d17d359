import { imagesOf } from './baseImageRules.js';
import type { InstructionFind, InstructionInput } from './instructionRule.js';
import { createInstructionRule } from './instructionRule.js';

/** Two stages of one name. */
export const dl3024 = createInstructionRule({
  name: 'DL3024',
  title: 'FROM aliases (stage names) must be unique',
  message: 'FROM aliases (stage names) must be unique',
  severity: 'error',
  preset: 'recommended',
  find: findRepeated,
});

/** A stage named like something the builder has already. */
export const dl3063 = createInstructionRule({
  name: 'DL3063',
  title: 'Stage name should not be a reserved word',
  message: 'stage name should not be a reserved word',
  severity: 'warning',
  preset: 'recommended',
  find: (input) => named(input).filter(({ alias }) => alias === 'scratch' || alias === 'context'),
});

interface Named extends InstructionFind {
  readonly alias: string;
}

function named(input: InstructionInput): readonly Named[] {
  return imagesOf(input).flatMap(({ from, alias, aliasWord }) =>
    alias === undefined || aliasWord === undefined
      ? []
      : [{ alias, instruction: from, range: aliasWord.range }],
  );
}

function findRepeated(input: InstructionInput): readonly InstructionFind[] {
  const seen = new Set<string>();
  return named(input).filter(({ alias }) => {
    const isRepeated = seen.has(alias);
    seen.add(alias);
    return isRepeated;
  });
}
