import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';
import { instructionsNamed } from '../../../dockerfile/instructionsNamed.js';
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
  const labelled = new Set<string>();
  const lacking = new Set<BaseImage>();
  const byAlias = new Map<string, BaseImage[]>();
  let current: BaseImage | undefined;
  const settle = (alias: string): void => {
    byAlias.get(alias)?.forEach((image) => lacking.delete(image));
    byAlias.delete(alias);
  };
  for (const instruction of instructionsNamed(document, 'FROM', 'COPY', 'LABEL')) {
    const source = copySource(instruction)?.toLowerCase();
    if (instruction.keyword === 'FROM') {
      current = readBaseImage(instruction);
      enter(current, { labelled, lacking, byAlias });
    } else if (source !== undefined) {
      settle(source);
    } else if (current !== undefined && hasLabel(instruction, label, document.escape)) {
      if (current.alias !== undefined) {
        labelled.add(current.alias);
      }
      lacking.delete(current);
      settle(stageKey(current));
    }
  }
  return [...lacking];
}

interface Stages {
  /** The names of the stages that have the label. */
  readonly labelled: Set<string>;
  readonly lacking: Set<BaseImage>;
  readonly byAlias: Map<string, BaseImage[]>;
}

/** Notes a new stage, which has the label when its parent is a stage that has it. */
function enter(image: BaseImage | undefined, { labelled, lacking, byAlias }: Stages): void {
  if (image === undefined) {
    return;
  }
  const { alias } = image;
  const hasIt = labelled.has(image.name.toLowerCase());
  if (hasIt && alias !== undefined) {
    labelled.add(alias);
  }
  if (!hasIt) {
    lacking.add(image);
  }
  if (!hasIt && alias !== undefined) {
    const namesakes = byAlias.get(alias) ?? [];
    namesakes.push(image);
    byAlias.set(alias, namesakes);
  }
}

function hasLabel({ keyword, assignments = [] }: Instruction, label: string, escape: string): boolean {
  return keyword === 'LABEL' && assignments.some(({ key }) => unquote(key, escape) === label);
}
