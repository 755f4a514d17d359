import { l10n, ProgressLocation, window } from 'vscode';

import { formatBytes } from '../../core/report/quantity.js';

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

/** Before this the speed says little of what is to come. */
const earliestEstimateMs = 1_000;

/** How far a task is after `elapsedMs`: `45 %, 135.0 MB of 300.0 MB, 12 s left`. */
export function formatProgress(bytes: ByteProgress, elapsedMs: number): string {
  const { current, total } = bytes;
  const done = [percentOf(bytes), formatBytes(current), formatBytes(total)] as const;
  if (elapsedMs < earliestEstimateMs || current <= 0 || current >= total) {
    return l10n.t('{0} %, {1} of {2}', ...done);
  }
  const leftSeconds = Math.ceil((elapsedMs * (total - current)) / current / 1000);
  return leftSeconds < 90
    ? l10n.t('{0} %, {1} of {2}, {3} s left', ...done, leftSeconds)
    : l10n.t('{0} %, {1} of {2}, {3} min left', ...done, Math.round(leftSeconds / 60));
}
