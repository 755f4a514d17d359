import { oncePer } from '../../../base/oncePer.js';
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
  ({ document: { stages } }) => {
    const isLower = stages.reduce((balance, stage) => balance + casingsOf(stage).balance, 0) > 0;
    const casing = isLower ? 'lowercase' : 'uppercase';
    return stages.flatMap((stage) =>
      casingsOf(stage)[isLower ? 'notLower' : 'notUpper'].map((place) => ({
        place,
        range: place.keywordRange,
        message: `Command '${place.written}' should match the case of the command majority (${casing})`,
      })),
    );
  },
);

/** How the keywords of a stage are written. */
interface Casings {
  /** How many more are in lower than in upper case; what is in neither does not count. */
  readonly balance: number;
  readonly notLower: readonly Instruction[];
  readonly notUpper: readonly Instruction[];
}

const casingsOf = oncePer(({ from, instructions }: Stage): Casings => {
  const all = [from, ...instructions];
  const notLower = all.filter(({ written }) => written !== written.toLowerCase());
  const notUpper = all.filter(({ written }) => written !== written.toUpperCase());
  const upper = notLower.filter(({ written }) => written === written.toUpperCase()).length;
  return { balance: all.length - notLower.length - upper, notLower, notUpper };
});
