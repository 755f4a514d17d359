import type { Instruction, Stage } from '../../../dockerfile/dockerfileDocument.js';
import { textRule } from '../buildkitRule.js';
import type { Said } from '../buildkitRule.js';

/** `FROM … AS Build`. https://docs.docker.com/reference/build-checks/stage-name-casing/ */
export const stageNameCasing = textRule(
  { name: 'StageNameCasing', title: 'A stage name is not in lower case' },
  ({ document }) => document.stages.flatMap(({ from }) => judgeName(from)),
);

/** Of three words the last is the name, be there an AS or not. */
function judgeName(from: Instruction): readonly Said[] {
  const [, , name, ...others] = from.words;
  return name === undefined || others.length > 0 || name.text === name.text.toLowerCase()
    ? []
    : [{ place: from, range: name.range, message: `Stage name '${name.text}' should be lowercase` }];
}

/** `FROM … as`. https://docs.docker.com/reference/build-checks/from-as-casing/ */
export const fromAsCasing = textRule(
  { name: 'FromAsCasing', title: 'AS is not in the case of its FROM' },
  ({ document }) => document.stages.flatMap(judgeAs),
);

function judgeAs({ from }: Stage): readonly Said[] {
  const as = from.words[1];
  const { written } = from;
  const isLower = written === written.toLowerCase();
  if (as === undefined || from.words.length < 3 || (!isLower && written !== written.toUpperCase())) {
    return [];
  }
  const right = isLower ? as.text.toLowerCase() : as.text.toUpperCase();
  const message = `'${as.text}' and '${written}' keywords' casing do not match`;
  return as.text === right ? [] : [{ place: from, range: as.range, message }];
}

/**
 * An instruction in another case than most; with as many of the one as of the other, upper case is right.
 * https://docs.docker.com/reference/build-checks/consistent-instruction-casing/
 */
export const consistentInstructionCasing = textRule(
  { name: 'ConsistentInstructionCasing', title: 'An instruction is not in the case of most instructions' },
  ({ document }) => {
    const all = document.stages.flatMap(({ from, instructions }) => [from, ...instructions]);
    const isLower = hasLowerMajority(all);
    return all.flatMap((place): readonly Said[] => {
      const { written } = place;
      const right = isLower ? written.toLowerCase() : written.toUpperCase();
      if (written === right) {
        return nothing;
      }
      const casing = isLower ? 'lowercase' : 'uppercase';
      const message = `Command '${written}' should match the case of the command majority (${casing})`;
      return [{ place, range: place.keywordRange, message }];
    });
  },
);

const nothing: readonly never[] = [];

function hasLowerMajority(instructions: readonly Instruction[]): boolean {
  let balance = 0;
  for (const { written } of instructions) {
    if (written === written.toLowerCase()) {
      balance += 1;
    } else if (written === written.toUpperCase()) {
      balance -= 1;
    }
  }
  return balance > 0;
}
