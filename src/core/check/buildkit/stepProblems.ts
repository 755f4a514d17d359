import type { BuildProblem, Instruction, Stage } from '../../dockerfile/dockerfileDocument.js';
import { flagOf } from '../../dockerfile/dockerfileDocument.js';
import type { Surroundings } from '../../dockerfile/lookupMemo.js';
import { rememberLookups } from '../../dockerfile/lookupMemo.js';
import { mountProblems } from '../../dockerfile/mountProblems.js';
import { orderProblems } from '../../dockerfile/sourceProblems.js';
import type { StageTable } from '../../dockerfile/stageSources.js';
import type { ValueContext } from '../../dockerfile/valueContext.js';
import { valueProblems } from '../../dockerfile/valueProblems.js';

/** Where an instruction stands in its file. */
export interface StepPlace {
  readonly stage: Stage;
  readonly table: StageTable;
  /** Whether a `# syntax=` chooses another frontend, whose abilities are not known here. */
  readonly hasSyntax: boolean;
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
  const { mounts, values, isOpen } = judgeValues(instruction, around);
  if (instruction.flags.length === 0) {
    return { problems: values.slice(0, 1), isOpen };
  }
  const { table, stage } = place;
  const context = watchOpen(around);
  const late = orderProblems(table, { stage, instruction }, context.values);
  const problems = [...mounts, ...late, ...deviceProblems(instruction, place), ...values].slice(0, 1);
  return { problems, isOpen: isOpen || context.isOpen() };
}

const judgeValues = rememberLookups((instruction: Instruction, around: Surroundings) => {
  const { values: context, isOpen } = watchOpen(around);
  const mounts = mountProblems(instruction, context);
  const values = valueProblems(instruction, context);
  return { mounts, values, isOpen: isOpen() };
});

function watchOpen(around: Surroundings): { readonly values: ValueContext; readonly isOpen: () => boolean } {
  let isOpen = false;
  const leaveOpen = (): void => {
    isOpen = true;
  };
  return { values: { ...around, leaveOpen }, isOpen: () => isOpen };
}

/** Devices are for the experimental syntax. */
function deviceProblems(instruction: Instruction, { hasSyntax }: StepPlace): readonly BuildProblem[] {
  const device = instruction.keyword === 'RUN' ? flagOf(instruction, 'device') : undefined;
  const message = 'device feature is only supported in Dockerfile frontend 1.14.0-labs or later';
  return device === undefined || hasSyntax ? [] : [{ code: 'unknown-flag', message, range: device.range }];
}
