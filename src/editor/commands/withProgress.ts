import { l10n, ProgressLocation, window } from 'vscode';

/** Bytes of a long task, done and to do. */
export interface ByteProgress {
  readonly current: number;
  readonly total: number;
}

/** Runs a task with a notification that shows its percentage, bytes and the time that is left, and can cancel it. */
export async function withProgress<Result>(
  title: string,
  task: (signal: AbortSignal, onProgress: (progress: ByteProgress) => void) => Promise<Result>,
): Promise<Result> {
  const location = ProgressLocation.Notification;
  return window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => {
      abort.abort();
    });
    let shown = 0;
    const startedMs = performance.now();
    const report = (bytes: ByteProgress): void => {
      const percent = percentOf(bytes);
      if (percent > shown) {
        const message = formatProgress(bytes, performance.now() - startedMs);
        progress.report({ message, increment: percent - shown });
        shown = percent;
      }
    };
    try {
      return await task(abort.signal, report);
    } finally {
      subscription.dispose();
    }
  });
}

function percentOf({ current, total }: ByteProgress): number {
  return total > 0 ? Math.floor((100 * current) / total) : 0;
}

const megabyte = 1_000_000;
/** Before this the speed says little of what is to come. */
const earliestEstimateMs = 1_000;

/** How far a task is after `elapsedMs`: `45 %, 135 of 300 MB, 12 s left`. */
export function formatProgress(bytes: ByteProgress, elapsedMs: number): string {
  const { current, total } = bytes;
  const done = (current / megabyte).toFixed(current < 10 * megabyte ? 1 : 0);
  const whole = (total / megabyte).toFixed(total < 10 * megabyte ? 1 : 0);
  const leftSeconds = Math.ceil((elapsedMs * (total - current)) / Math.max(1, current) / 1000);
  const isEstimated = elapsedMs >= earliestEstimateMs && current > 0 && current < total;
  return isEstimated
    ? l10n.t('{0} %, {1} of {2} MB, {3} s left', percentOf(bytes), done, whole, leftSeconds)
    : l10n.t('{0} %, {1} of {2} MB', percentOf(bytes), done, whole);
}
