import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';
import type { BaseImage } from './baseImage.js';
import { readBaseImage, stageKey } from './baseImage.js';
import type { InstructionFind } from './instructionRule.js';
import { createInstructionRule, findAmong } from './instructionRule.js';

/** A stage without a HEALTHCHECK of its own, of its parents or of a stage made from it. */
export const dl3057 = createInstructionRule({
  name: 'DL3057',
  title: 'HEALTHCHECK instruction missing',
  message: '`HEALTHCHECK` instruction missing.',
  severity: 'info',
  preset: 'all',
  find: findAmong(['FROM', 'HEALTHCHECK'], findUnchecked),
});

function findUnchecked(instructions: readonly Instruction[]): readonly InstructionFind[] {
  const checked = new Set<string>();
  const unchecked = new Map<string, Set<BaseImage>>();
  let current: BaseImage | undefined;
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') {
      current = readBaseImage(instruction);
      enter(current, checked, unchecked);
    } else if (current !== undefined) {
      settle(current, checked, unchecked);
    }
  }
  return [...unchecked.values()]
    .flatMap((images) => [...images])
    .sort((one, other) => one.from.startLine - other.from.startLine)
    .map(({ from, word }) => ({ instruction: from, range: word.range }));
}

/** Notes a new stage, which has a check when its parent is a stage that has one. */
function enter(
  image: BaseImage | undefined,
  checked: Set<string>,
  unchecked: Map<string, Set<BaseImage>>,
): void {
  if (image === undefined) {
    return;
  }
  const key = stageKey(image);
  if (checked.has(image.name.toLowerCase())) {
    checked.add(key);
  } else {
    unchecked.set(key, (unchecked.get(key) ?? new Set()).add(image));
  }
}

/** Takes a stage, and those it is made from, off the ones without a check. */
function settle(image: BaseImage, checked: Set<string>, unchecked: Map<string, Set<BaseImage>>): void {
  const queue = [image];
  checked.add(stageKey(image));
  unchecked.get(stageKey(image))?.delete(image);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const base = next.name.toLowerCase();
    const parents = unchecked.get(base) ?? [];
    for (const parent of parents) {
      queue.push(parent);
      checked.add(base);
    }
    unchecked.delete(base);
  }
}
