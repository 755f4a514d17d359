import type { BuildProblem, Instruction, Stage } from '../../dockerfile/dockerfileDocument.js';
import { flagOf } from '../../dockerfile/dockerfileDocument.js';
import type { Surroundings } from '../../dockerfile/lookupMemo.js';
import { rememberLookups } from '../../dockerfile/lookupMemo.js';
import { mountProblems } from '../../dockerfile/mountProblems.js';
import { orderProblems, sourceProblems } from '../../dockerfile/sourceProblems.js';
import type { StageTable } from '../../dockerfile/stageSources.js';
import { valueProblems } from '../../dockerfile/valueProblems.js';

/** Where an instruction stands in its file. */
export interface StepPlace {
  readonly stage: Stage;
  readonly table: StageTable;
  /** Whether a `# syntax=` chooses another frontend, whose abilities are not known here. */
  readonly hasSyntax: boolean;
  /** Whether ONBUILD brings it here; then nobody has looked at what it takes from. */
  readonly isTriggered: boolean;
}

/**
 * What the builder refuses first of an instruction as it goes through it, its words all expanded; and whether a value
 * that is not known here could be refused.
 */
export function stepProblems(
  instruction: Instruction,
  place: StepPlace,
  around: Surroundings,
): { readonly problems: readonly BuildProblem[]; readonly isOpen: boolean } {
  const { table, stage, isTriggered } = place;
  const taken = isTriggered ? sourceProblems(table, instruction, around.escape) : [];
  if (taken.length > 0) {
    return { problems: taken, isOpen: false };
  }
  const { mounts, values, isOpen } = judgeValues(instruction, around);
  const placed = instruction.flags.length > 0;
  const [first] = [
    ...(placed ? deviceProblems(instruction, place) : nothing),
    ...mounts,
    ...(placed ? orderProblems(table, stage, instruction) : nothing),
    ...values,
  ];
  return { problems: first === undefined ? nothing : [first], isOpen };
}

const nothing: readonly never[] = [];

const judgeValues = rememberLookups((instruction: Instruction, around: Surroundings) => {
  let isOpen = false;
  const context = {
    ...around,
    leaveOpen: () => {
      isOpen = true;
    },
  };
  const mounts = mountProblems(instruction, context);
  const values = valueProblems(instruction, context);
  return { mounts, values, isOpen };
});

/** Devices are for the experimental syntax. */
function deviceProblems(instruction: Instruction, { hasSyntax }: StepPlace): readonly BuildProblem[] {
  const device = instruction.keyword === 'RUN' ? flagOf(instruction, 'device') : undefined;
  const message = 'device feature is only supported in Dockerfile frontend 1.14.0-labs or later';
  return device === undefined || hasSyntax ? [] : [{ code: 'unknown-flag', message, range: device.range }];
}
