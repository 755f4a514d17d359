import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';
import { imagesOf } from './baseImageRules.js';
import type { InstructionFind } from './instructionRule.js';
import { createInstructionRule, findAmong } from './instructionRule.js';

/** Two stages of one name. */
export const dl3024 = createInstructionRule({
  name: 'DL3024',
  title: 'FROM aliases (stage names) must be unique',
  message: 'FROM aliases (stage names) must be unique',
  severity: 'error',
  preset: 'recommended',
  find: findAmong(['FROM'], findRepeated),
});

/** A stage named like something the builder has already. */
export const dl3063 = createInstructionRule({
  name: 'DL3063',
  title: 'Stage name should not be a reserved word',
  message: 'stage name should not be a reserved word',
  severity: 'warning',
  preset: 'recommended',
  find: findAmong(['FROM'], (froms) =>
    named(froms).filter(({ alias }) => alias === 'scratch' || alias === 'context'),
  ),
});

interface Named extends InstructionFind {
  readonly alias: string;
}

function named(froms: readonly Instruction[]): readonly Named[] {
  return imagesOf(froms).flatMap(({ from, alias, aliasWord }) =>
    alias === undefined || aliasWord === undefined
      ? []
      : [{ alias, instruction: from, range: aliasWord.range }],
  );
}

function findRepeated(froms: readonly Instruction[]): readonly InstructionFind[] {
  const seen = new Set<string>();
  return named(froms).filter(({ alias }) => {
    const isRepeated = seen.has(alias);
    seen.add(alias);
    return isRepeated;
  });
}
