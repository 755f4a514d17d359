import { parentPort, workerData } from 'node:worker_threads';

/** The other side of `RunningWorker`, for the script that runs in the thread. */
export interface WorkerThread {
  /** What the thread was started with. */
  readonly data: unknown;
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
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
  };
}
