import type { StepStatus } from './buildStatus.js';

/**
 * The steps so that each comes after those it builds on. BuildKit announces them in any order. What a step copies
 * from other stages comes before the stage itself, so that the steps of a stage stay together.
 */
export function orderSteps(steps: readonly StepStatus[]): readonly StepStatus[] {
  const byDigest = new Map(steps.map((step) => [step.digest, step]));
  const ordered = new Set<StepStatus>();
  for (const step of steps) {
    place(step, byDigest, ordered);
  }
  return [...ordered];
}

/** Depth first, with a stack of its own: a build may be thousands of steps deep. */
function place(root: StepStatus, byDigest: ReadonlyMap<string, StepStatus>, ordered: Set<StepStatus>): void {
  const open = [root];
  const entered = new Set<StepStatus>();
  for (let step = open.at(-1); step !== undefined; step = open.at(-1)) {
    if (entered.has(step) || ordered.has(step)) {
      ordered.add(step);
      open.pop();
      continue;
    }
    entered.add(step);
    // Why: the last input pushed is placed first, and the first input of a step is its own stage's previous one.
    const inputs = (step.inputs ?? []).map((digest) => byDigest.get(digest));
    const missing = inputs.filter((input) => input !== undefined);
    open.push(...missing.filter((input) => !ordered.has(input) && !entered.has(input)));
  }
}
