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
  /** Frees all that is not used any more; takes some ten milliseconds for each hundred megabytes that are. */
  freeAllMemory(): void;
}

/** The thread that this script runs in; only to be called where there is one. */
export function currentWorkerThread(): WorkerThread {
  const port = parentPort;
  if (port === null) {
    throw new Error('This script runs in a worker only.');
  }
  const collect = createCollector();
  return {
    data: workerData,
    post: (message, transfer = []) => {
      port.postMessage(message, [...transfer]);
    },
    onMessage: (listener) => {
      port.on('message', listener);
    },
    freeMemory: () => {
      collect({ type: 'minor' });
    },
    freeAllMemory: () => {
      collect({ type: 'major', flavor: 'last-resort' });
    },
  };
}

/** What V8's collector can be told. The flavour gives what is free back to the system, which the usual one may keep. */
type CollectorOptions =
  { readonly type: 'minor' } | { readonly type: 'major'; readonly flavor: 'last-resort' };

/** Node.js has no function for it; V8 shows its own to contexts that are made after this flag is set. */
function createCollector(): (options: CollectorOptions) => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
  return typeof collect === 'function' ? (collect as (options: CollectorOptions) => void) : () => undefined;
}
