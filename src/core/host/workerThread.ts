import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';

/** The other side of `RunningWorker`, for the script that runs in the thread. */
export interface WorkerThread {
  /** What the thread was started with. */
  readonly data: unknown;
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Frees what was allocated lately and is not used any more. Why: V8 lets 64 MiB of buffers gather before it looks. */
  freeMemory(): void;
}

/** The thread that this script runs in; only to be called where there is one. */
export function currentWorkerThread(): WorkerThread {
  const port = parentPort;
  if (port === null) {
    throw new Error('This script runs in a worker only.');
  }
  return {
    data: workerData,
    post: (message, transfer = []) => {
      port.postMessage(message, [...transfer]);
    },
    onMessage: (listener) => {
      port.on('message', listener);
    },
    freeMemory: createCollector(),
  };
}

/** Node.js has no function for it; V8 shows its own to contexts that are made after this flag is set. */
function createCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
  const minor = typeof collect === 'function' ? (collect as (options: object) => void) : undefined;
  return () => minor?.({ type: 'minor' });
}
