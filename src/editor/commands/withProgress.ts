import { ProgressLocation, window } from 'vscode';

/** Bytes of a long task, done and to do. */
export interface ByteProgress {
  readonly current: number;
  readonly total: number;
}

/** Runs a task with a notification that shows its percentage and can cancel it. */
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
    const report = ({ current, total }: ByteProgress): void => {
      const percent = total > 0 ? Math.floor((100 * current) / total) : 0;
      if (percent > shown) {
        progress.report({ message: `${percent} %`, increment: percent - shown });
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
