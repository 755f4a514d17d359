import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';
import type { InstructionFind } from './instructionRule.js';
import { createInstructionRule, findAmong } from './instructionRule.js';

/** A second HEALTHCHECK in a stage. */
export const dl3012 = createInstructionRule({
  name: 'DL3012',
  title: 'Multiple HEALTHCHECK instructions',
  message: 'Multiple `HEALTHCHECK` instructions',
  severity: 'error',
  preset: 'recommended',
  find: findAmong(['FROM', 'HEALTHCHECK'], findRepeated),
});

/** A second CMD in a stage. */
export const dl4003 = createInstructionRule({
  name: 'DL4003',
  title: 'Multiple CMD instructions found',
  message:
    'Multiple `CMD` instructions found. If you list more than one `CMD` then only the last `CMD` will take effect',
  severity: 'warning',
  preset: 'recommended',
  find: findAmong(['FROM', 'CMD'], findRepeated),
});

/** A second ENTRYPOINT in a stage. */
export const dl4004 = createInstructionRule({
  name: 'DL4004',
  title: 'Multiple ENTRYPOINT instructions found',
  message:
    'Multiple `ENTRYPOINT` instructions found. If you list more than one `ENTRYPOINT` then only the last ' +
    '`ENTRYPOINT` will take effect',
  severity: 'error',
  preset: 'recommended',
  find: findAmong(['FROM', 'ENTRYPOINT'], findRepeated),
});

/** All but the first in each stage, and before the first FROM. */
function findRepeated(instructions: readonly Instruction[]): readonly InstructionFind[] {
  let isThere = false;
  return instructions.flatMap((instruction) => {
    const isRepeated = isThere && instruction.keyword !== 'FROM';
    isThere = instruction.keyword !== 'FROM';
    return isRepeated ? [{ instruction }] : [];
  });
}
