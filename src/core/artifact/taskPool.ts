/**
 * Runs tasks, `limit` at a time, each with a signal of its own that also fires when another one fails. Settles only
 * when none is running any more: with the results in order, or with the first failure.
 */
export async function runTasks<Result>(
  tasks: readonly ((signal: AbortSignal) => Promise<Result>)[],
  limit: number,
  signal?: AbortSignal,
): Promise<readonly Result[]> {
  const failed = new AbortController();
  const anySignal = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  const results = new Map<number, Result>();
  const failures: unknown[] = [];
  const queue = tasks.entries();
  const work = async (): Promise<void> => {
    for (const [index, task] of queue) {
      if (failures.length > 0) {
        return;
      }
      try {
        anySignal.throwIfAborted();
        results.set(index, await task(anySignal));
      } catch (error) {
        failures.push(error);
        failed.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, tasks.length) }, work));
  if (failures.length > 0) {
    throw failures[0];
  }
  return tasks.map((_, index) => results.get(index) as Result);
}
