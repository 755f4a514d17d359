import type { InstructionFind, InstructionInput } from './instructionRule.js';
import { createInstructionRule } from './instructionRule.js';

/** A second HEALTHCHECK in a stage. */
export const dl3012 = createInstructionRule({
  name: 'DL3012',
  title: 'Multiple HEALTHCHECK instructions',
  message: 'Multiple `HEALTHCHECK` instructions',
  severity: 'error',
  preset: 'recommended',
  find: (input) => findRepeated(input, 'HEALTHCHECK'),
});

/** A second CMD in a stage. */
export const dl4003 = createInstructionRule({
  name: 'DL4003',
  title: 'Multiple CMD instructions found',
  message:
    'Multiple `CMD` instructions found. If you list more than one `CMD` then only the last `CMD` will take effect',
  severity: 'warning',
  preset: 'recommended',
  find: (input) => findRepeated(input, 'CMD'),
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
  find: (input) => findRepeated(input, 'ENTRYPOINT'),
});

/** All but the first of a kind in each stage, and before the first FROM. */
function findRepeated({ document }: InstructionInput, keyword: string): readonly InstructionFind[] {
  return [document.preamble, ...document.stages.map(({ instructions }) => instructions)].flatMap((group) =>
    group
      .filter((instruction) => instruction.keyword === keyword)
      .slice(1)
      .map((instruction) => ({ instruction })),
  );
}
