import type { BuildState, PlatformStatus, StepStatus } from './buildStatus.js';

type Bytes = PlatformStatus['bytes'];

/** A platform with these steps, its state, counts, times and bytes taken from them. */
export function summarizePlatform(platform: string, steps: readonly StepStatus[]): PlatformStatus {
  const count = (matches: (step: StepStatus) => boolean): number => steps.filter(matches).length;
  const counts = {
    total: steps.length,
    done: count((step) => step.state === 'succeeded'),
    cached: count((step) => step.cached),
    running: count((step) => step.state === 'running'),
    failed: count((step) => step.state === 'failed'),
  };
  const startedMs = extreme(steps, (step) => step.startedMs, Math.min);
  const endedMs = extreme(steps, (step) => step.endedMs, Math.max);
  const state = stateOf(steps, counts);
  return {
    platform,
    state,
    steps,
    counts,
    ...(startedMs !== undefined && { startedMs }),
    ...(endedMs !== undefined && state !== 'running' && { endedMs }),
    bytes: sumBytes(steps.map((step) => step.bytes)),
  };
}

/** The sum; its total is 0 as soon as one of the totals is unknown. */
export function sumBytes(parts: readonly Bytes[]): Bytes {
  const moving = parts.filter((part) => part.current > 0 || part.total > 0);
  const current = moving.reduce((sum, part) => sum + part.current, 0);
  const isKnown = moving.every((part) => part.total > 0);
  return { current, total: isKnown ? moving.reduce((sum, part) => sum + part.total, 0) : 0 };
}

function stateOf(steps: readonly StepStatus[], counts: PlatformStatus['counts']): BuildState {
  if (counts.failed > 0) {
    return 'failed';
  }
  if (steps.some((step) => step.state === 'cancelled')) {
    return 'cancelled';
  }
  if (counts.total > 0 && counts.done === counts.total) {
    return 'succeeded';
  }
  return counts.done > 0 || counts.running > 0 ? 'running' : 'waiting';
}

function extreme(
  steps: readonly StepStatus[],
  time: (step: StepStatus) => number | undefined,
  choose: (a: number, b: number) => number,
): number | undefined {
  return steps
    .map(time)
    .filter((ms) => ms !== undefined)
    .reduce<number | undefined>((best, ms) => (best === undefined ? ms : choose(best, ms)), undefined);
}
