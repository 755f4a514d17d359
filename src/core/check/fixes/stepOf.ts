import type { Instruction } from '../../dockerfile/dockerfileDocument.js';
import type { FlowStep, InstructionFlows } from '../hadolint/shell/instructionFlow.js';
import { instructionFlows } from '../hadolint/shell/instructionFlow.js';
import type { FixInput } from './fixDraft.js';

const stepsByFlows = new WeakMap<InstructionFlows, ReadonlyMap<Instruction, FlowStep>>();

/** The parsed RUN that a finding is about; undefined where no shell was parsed. */
export function stepOf({ input, inner }: FixInput): FlowStep | undefined {
  const flows = instructionFlows(input);
  const steps =
    stepsByFlows.get(flows) ??
    new Map([...flows.triggers, ...flows.plain].map((step) => [step.instruction, step]));
  stepsByFlows.set(flows, steps);
  return steps.get(inner);
}
