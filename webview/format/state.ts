import type { BuildView, StateView, StepView } from '../../src/bridge/monitorProtocol.js';
import type { IconName } from '../dom/icon.js';

const words: Readonly<Record<StateView, string>> = {
  waiting: 'Waiting',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** A state in one word. */
export function formatState(state: StateView): string {
  return words[state];
}

/** A step's state in one word; a step that took its result from the cache says so. */
export function formatStepState(step: StepView): string {
  if (step.state === 'succeeded') {
    return step.cached ? 'Cached' : 'Done';
  }
  return formatState(step.state);
}

/** The icon of a step's state. */
export function stepIcon(step: StepView): IconName {
  return step.state === 'succeeded' && step.cached ? 'cached' : step.state;
}

/** What a build is doing while it runs, else how it ended. */
export function formatBuildState(build: BuildView): string {
  return build.state === 'running' && build.phase !== '' ? build.phase : formatState(build.state);
}
