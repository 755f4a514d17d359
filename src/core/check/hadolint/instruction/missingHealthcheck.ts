import type { BaseImage } from './baseImage.js';
import { readBaseImage, stageKey } from './baseImage.js';
import type { InstructionFind, InstructionInput } from './instructionRule.js';
import { createInstructionRule } from './instructionRule.js';

/** A stage without a HEALTHCHECK of its own, of its parents or of a stage made from it. */
export const dl3057 = createInstructionRule({
  name: 'DL3057',
  title: 'HEALTHCHECK instruction missing',
  message: '`HEALTHCHECK` instruction missing.',
  severity: 'info',
  preset: 'all',
  find: findUnchecked,
});

function findUnchecked({ document }: InstructionInput): readonly InstructionFind[] {
  const checked: BaseImage[] = [];
  const unchecked: BaseImage[] = [];
  let current: BaseImage | undefined;
  for (const instruction of document.instructions) {
    if (instruction.keyword === 'FROM') {
      current = readBaseImage(instruction);
      const base = current?.name.toLowerCase();
      const isInherited = checked.some((image) => stageKey(image) === base);
      (isInherited ? checked : unchecked).push(...(current === undefined ? [] : [current]));
    } else if (instruction.keyword === 'HEALTHCHECK' && current !== undefined) {
      settle(current, checked, unchecked);
    }
  }
  return unchecked.map(({ from, word }) => ({ instruction: from, range: word.range }));
}

/** Moves a stage, and those it is made from, to the ones that have a check. */
function settle(image: BaseImage, checked: BaseImage[], unchecked: BaseImage[]): void {
  const base = image.name.toLowerCase();
  const own = unchecked.indexOf(image);
  if (own !== -1) {
    unchecked.splice(own, 1);
  }
  checked.push(image);
  unchecked
    .filter((other) => stageKey(other) === base)
    .forEach((parent) => {
      settle(parent, checked, unchecked);
    });
}
