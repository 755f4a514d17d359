import { availableParallelism } from 'node:os';
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';

import type { RunningWorker, WorkerListener, Workers } from './host.js';
import { HostError } from './hostError.js';

/** Real threads. */
export function createNodeWorkers(assetDirectory: string): Workers {
  return {
    parallelism: availableParallelism(),
    start: (script, data, listener) => startWorker(path.join(assetDirectory, script), data, listener),
  };
}

function startWorker(file: string, data: unknown, listener: WorkerListener): RunningWorker {
  const worker = new Worker(file, { workerData: data });
  let isOver = false;
  const fail = (reason: string, cause?: unknown): void => {
    if (!isOver) {
      isOver = true;
      listener.onFailure(new HostError('worker-failed', `The worker ${file} failed: ${reason}.`, { cause }));
    }
  };
  worker.on('message', (message: unknown) => {
    if (!isOver) {
      listener.onMessage(message);
    }
  });
  worker.on('messageerror', (error) => {
    fail(error.message, error);
  });
  worker.on('error', (error: Error) => {
    fail(error.message, error);
  });
  worker.on('exit', (exitCode) => {
    fail(`it ended with exit code ${exitCode}`);
  });
  return {
    post(message, transfer = []) {
      worker.postMessage(message, [...transfer]);
    },
    async stop() {
      isOver = true;
      await worker.terminate();
    },
  };
}
