import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';
import { readBaseImage, stageKey } from './baseImage.js';
import { targetOf } from './copyRules.js';
import type { InstructionFind } from './instructionRule.js';
import { createInstructionRule, findAmong } from './instructionRule.js';
import { dropQuotes, isAbsoluteOrVariable } from './valueText.js';

/** WORKDIR relative to whatever the one before was. */
export const dl3000 = createInstructionRule({
  name: 'DL3000',
  title: 'Use absolute WORKDIR',
  message: 'Use absolute WORKDIR',
  severity: 'error',
  preset: 'strict',
  find: findAmong(['WORKDIR'], (instructions) =>
    instructions.flatMap((instruction) => {
      const [word] = instruction.words;
      return word === undefined || isAbsoluteOrVariable(dropQuotes(word.text))
        ? []
        : [{ instruction, range: word.range }];
    }),
  ),
});

/** COPY to a place that depends on a WORKDIR nobody has set. */
export const dl3045 = createInstructionRule({
  name: 'DL3045',
  title: 'COPY to a relative destination without WORKDIR set',
  message: '`COPY` to a relative destination without `WORKDIR` set.',
  severity: 'warning',
  preset: 'recommended',
  find: findAmong(['FROM', 'WORKDIR', 'COPY'], findHomelessCopies),
});

function findHomelessCopies(instructions: readonly Instruction[]): readonly InstructionFind[] {
  const hasDirectory = new Map<string, boolean>();
  let current = '';
  return instructions.flatMap((instruction) => {
    if (instruction.keyword === 'FROM') {
      const image = readBaseImage(instruction);
      const parent = hasDirectory.get(image?.name.toLowerCase() ?? '') ?? false;
      current = image === undefined ? '' : stageKey(image);
      hasDirectory.set(current, parent);
    } else if (instruction.keyword === 'WORKDIR') {
      hasDirectory.set(current, true);
    } else if (hasDirectory.get(current) !== true) {
      const target = targetOf(instruction);
      const isFixed = target === undefined || isAbsoluteOrVariable(dropQuotes(target.text));
      return isFixed ? [] : [{ instruction, range: target.range }];
    }
    return [];
  });
}
