import { formatElapsed } from './duration.js';

/** How much of something is done, in bytes. */
interface Progress {
  readonly current: number;
  readonly total: number;
}

/** Before this the speed says little of what is to come. */
const earliestMs = 1_000;

/**
 * Creates what says how long a task still takes: give it each progress as it comes, and the time. Until there is
 * something to say, and when a task begins anew, it says nothing. Why from the first progress on: what is there
 * already is told at once, and would make the rest look fast.
 */
export function createEstimate(): (progress: Progress | undefined, nowMs: number) => string {
  let first: (Progress & { readonly ms: number }) | undefined;
  let last = 0;
  return (progress, nowMs) => {
    if (progress === undefined || progress.total <= 0) {
      first = undefined;
      return '';
    }
    if (first?.total !== progress.total || progress.current < last) {
      first = { ...progress, ms: nowMs };
    }
    last = progress.current;
    const moved = progress.current - first.current;
    const passedMs = nowMs - first.ms;
    if (moved <= 0 || passedMs < earliestMs || progress.current >= progress.total) {
      return '';
    }
    const leftMs = (passedMs * (progress.total - progress.current)) / moved;
    return `about ${formatElapsed(Math.ceil(leftMs / 1000) * 1000)} left`;
  };
}
