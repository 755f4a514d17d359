import type { Instruction, Word } from '../../../dockerfile/dockerfileDocument.js';
import { instructionsNamed } from '../../../dockerfile/instructionsNamed.js';
import type { InstructionFind, InstructionInput } from './instructionRule.js';
import { createInstructionRule, findAmong } from './instructionRule.js';
import { dropQuotes, variablesIn } from './valueText.js';

/** A stage that ends as root because a USER says so. */
export const dl3002 = createInstructionRule({
  name: 'DL3002',
  title: 'Last USER should not be root',
  message: 'Last USER should not be root',
  severity: 'warning',
  preset: 'strict',
  find: findAmong(['FROM', 'USER'], (instructions) =>
    lastUsers(instructions).flatMap((instruction) => {
      const word = userOf(instruction);
      return word === undefined || !/^(?:root|0)(?::|$)/.test(dropQuotes(word.text))
        ? []
        : [{ instruction, range: word.range }];
    }),
  ),
});

/** The last USER of each stage that names one. */
function lastUsers(instructions: readonly Instruction[]): readonly Instruction[] {
  const last = new Map<Instruction, Instruction>();
  let stage: Instruction | undefined;
  for (const instruction of instructions) {
    stage = instruction.keyword === 'FROM' ? instruction : stage;
    if (stage !== undefined && userOf(instruction) !== undefined) {
      last.set(stage, instruction);
    }
  }
  return [...last.values()];
}

/** A user by name, which only the image can look up. */
export const dl3066 = createInstructionRule({
  name: 'DL3066',
  title: 'Non-numeric user-id may not be resolvable by host system',
  message: 'Non-numeric user-id may not be resolvable by host system',
  severity: 'info',
  preset: 'all',
  find: findNamedUsers,
});

/** The user that the image ends with: earlier stages, and users before the last one, run nothing elsewhere. */
function findNamedUsers({ document }: InstructionInput): readonly InstructionFind[] {
  const instructions = document.stages.at(-1)?.instructions ?? document.preamble;
  const last = instructions.findLast(({ keyword }) => keyword === 'USER');
  const word = last?.words[0];
  if (last === undefined || word === undefined) {
    return [];
  }
  const user = dropQuotes(word.text);
  const args = instructionsNamed(document, 'ARG')
    .filter(({ startLine }) => startLine < last.startLine)
    .flatMap(({ assignments = [] }) => assignments.map(({ key }) => key));
  const used = variablesIn(user);
  const isKnown = /^\d*(?::|$)/.test(user) || args.some((name) => used.has(name));
  return isKnown ? [] : [{ instruction: last, range: word.range }];
}

function userOf({ keyword, words }: Instruction): Word | undefined {
  return keyword === 'USER' ? words[0] : undefined;
}
