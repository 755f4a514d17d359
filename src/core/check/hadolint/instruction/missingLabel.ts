import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';
import type { BaseImage } from './baseImage.js';
import { readBaseImage, stageKey } from './baseImage.js';
import { copySource } from './copyRules.js';
import type { InstructionInput } from './instructionRule.js';
import { createInstructionRule } from './instructionRule.js';
import { unquote } from './valueText.js';

/** A stage without a label that the schema names. */
export const dl3049 = createInstructionRule({
  name: 'DL3049',
  title: 'A label of the schema is missing',
  severity: 'info',
  preset: 'recommended',
  find: (input) =>
    [...input.config.labelSchema.keys()].flatMap((label) =>
      findUnlabelled(input, label).map(({ from, word }) => ({
        instruction: from,
        range: word.range,
        message: `Label \`${label}\` is missing.`,
      })),
    ),
});

/**
 * The stages that lack a label: that do not have it, are not made from one that does, and that no other stage takes
 * the place of, be it by FROM and a label of its own or by copying from it.
 */
function findUnlabelled({ document }: InstructionInput, label: string): readonly BaseImage[] {
  const labelled = new Set<BaseImage>();
  let lacking: readonly BaseImage[] = [];
  let current: BaseImage | undefined;
  for (const instruction of document.instructions) {
    const source = copySource(instruction)?.toLowerCase();
    if (instruction.keyword === 'FROM') {
      current = readBaseImage(instruction);
      lacking = current === undefined || isMadeFrom(current, labelled) ? lacking : [...lacking, current];
    } else if (source !== undefined) {
      lacking = lacking.filter(({ alias }) => alias !== source);
    } else if (current !== undefined && hasLabel(instruction, label, document.escape)) {
      const [owner, key] = [current, stageKey(current)];
      labelled.add(owner);
      lacking = lacking.filter((image) => image !== owner && image.alias !== key);
    }
  }
  return lacking;
}

/** Whether a stage has the label from its parent, and so passes it on. */
function isMadeFrom(image: BaseImage, labelled: Set<BaseImage>): boolean {
  const base = image.name.toLowerCase();
  const isInherited = [...labelled].some(({ alias }) => alias === base);
  if (isInherited) {
    labelled.add(image);
  }
  return isInherited;
}

function hasLabel({ keyword, assignments = [] }: Instruction, label: string, escape: string): boolean {
  return keyword === 'LABEL' && assignments.some(({ key }) => unquote(key, escape) === label);
}
