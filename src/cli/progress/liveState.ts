import type { BuildStatus } from '../../core/build/buildStatus.js';
import { reduceStatus } from '../../core/build/reduceStatus.js';
import type { BuildResult, PipelineEvent, PipelinePhase } from '../../core/pipeline/buildRequest.js';

/** What the live view of a build shows: a fold over the pipeline's events. */
export interface LiveState {
  readonly recipeName: string;
  readonly phase: PipelinePhase;
  readonly phaseStartedMs: number;
  readonly startedMs: number;
  readonly status: BuildStatus;
  /** Bytes read of those that are to be read, while artifacts are converted and verified. */
  readonly bytes: { readonly current: number; readonly total: number } | undefined;
  /** How it ended, once it has. */
  readonly outcome: BuildResult['outcome'] | undefined;
}

/** The state with one more event; `nowMs` is the time it came. */
export function reduceLive(state: LiveState, event: PipelineEvent, nowMs: number): LiveState {
  switch (event.kind) {
    case 'phase':
      return { ...state, bytes: undefined, phase: event.phase, phaseStartedMs: nowMs };
    case 'build':
      return { ...state, status: reduceStatus(state.status, event.event) };
    case 'bytes':
      return { ...state, bytes: { current: event.current, total: event.total } };
    case 'result':
      return { ...state, bytes: undefined, status: event.result.status, outcome: event.result.outcome };
    case 'findings':
    case 'plan':
      return state;
  }
}
