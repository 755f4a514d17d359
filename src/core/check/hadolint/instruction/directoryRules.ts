import { readBaseImage, stageKey } from './baseImage.js';
import { targetOf } from './copyRules.js';
import type { InstructionFind, InstructionInput } from './instructionRule.js';
import { createInstructionRule } from './instructionRule.js';
import { instructionsOf } from './instructionsOf.js';
import { dropQuotes, isAbsoluteOrVariable } from './valueText.js';

/** WORKDIR relative to whatever the one before was. */
export const dl3000 = createInstructionRule({
  name: 'DL3000',
  title: 'Use absolute WORKDIR',
  message: 'Use absolute WORKDIR',
  severity: 'error',
  preset: 'strict',
  find: ({ document }) =>
    instructionsOf(document, 'WORKDIR').flatMap((instruction) => {
      const [word] = instruction.words;
      return word === undefined || isAbsoluteOrVariable(dropQuotes(word.text))
        ? []
        : [{ instruction, range: word.range }];
    }),
});

/** COPY to a place that depends on a WORKDIR nobody has set. */
export const dl3045 = createInstructionRule({
  name: 'DL3045',
  title: 'COPY to a relative destination without WORKDIR set',
  message: '`COPY` to a relative destination without `WORKDIR` set.',
  severity: 'warning',
  preset: 'recommended',
  find: findHomelessCopies,
});

function findHomelessCopies({ document }: InstructionInput): readonly InstructionFind[] {
  const hasDirectory = new Map<string, boolean>();
  let current = '';
  return instructionsOf(document, 'FROM', 'WORKDIR', 'COPY').flatMap((instruction) => {
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
