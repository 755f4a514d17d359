import type { Host, RunningWorker } from '../../host/host.js';
import { ImageError } from '../imageError.js';
import type { ImageErrorCode } from '../imageError.js';
import type { ChunkEncoder, PackedChunk } from './chunkEncoder.js';
import type { OpenRequest, WorkerData, WorkerReply, WorkerRequest } from './workerMessages.js';
import { layerWorkerScript } from './workerMessages.js';

/** Hears what a worker says of one layer; `failed` comes last, and so does `facts`. */
export type ReadListener = (reply: Exclude<WorkerReply, { kind: 'encoded' | 'failed' }> | Error) => void;

/** A layer that a worker reads. */
interface WorkerReading {
  stored(buffer: ArrayBuffer, length: number): void;
  room(buffer: ArrayBuffer): void;
  end(): void;
}

/** Layer workers, each busy with chunks and at most one layer. */
export interface WorkerPool {
  readonly size: number;
  encoder(format: 'gzip' | 'zstd', level: number | undefined): ChunkEncoder;
  /** Starts reading a layer in the worker with the fewest. */
  open(request: Omit<OpenRequest, 'kind' | 'id'>, listener: ReadListener): WorkerReading;
  /** Stops all workers; what they had in hand is never answered. */
  stop(): Promise<void>;
}

interface Encoding {
  readonly resolve: (chunk: PackedChunk) => void;
  readonly reject: (error: Error) => void;
}

interface PoolWorker {
  readonly worker: RunningWorker;
  readonly encodings: Map<number, Encoding>;
  readonly readings: Map<number, ReadListener>;
}

/** Starts so many workers. One that breaks fails all that it had in hand, then `onFailure`, and all that comes later. */
export function startWorkerPool(
  host: Pick<Host, 'workers'>,
  size: number,
  data: WorkerData,
  onFailure: (error: Error) => void,
): WorkerPool {
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    onFailure(error);
  };
  const workers = Array.from({ length: size }, () => startPoolWorker(host, data, fail));
  let lastId = 0;
  return {
    size,
    encoder: (format, level) => ({
      parallel: size * 2,
      encode: (chunk) =>
        new Promise((resolve, reject) => {
          // Why: what is posted to a worker that broke is never answered, nor refused.
          if (failure !== undefined) {
            reject(failure);
            return;
          }
          const { worker, encodings } = leastBusy(
            workers,
            ({ encodings: { size: chunks }, readings }) => chunks + readings.size,
          );
          lastId += 1;
          encodings.set(lastId, { resolve, reject });
          const request = { kind: 'encode', id: lastId, format, ...chunk } as const;
          post(worker, level === undefined ? request : { ...request, level }, chunk.buffer);
        }),
    }),
    open(request, listener) {
      const { worker, readings } = leastBusy(workers, ({ readings: { size: layers } }) => layers);
      lastId += 1;
      const id = lastId;
      readings.set(id, listener);
      if (failure === undefined) {
        post(worker, { kind: 'open', id, ...request });
      } else {
        listener(failure);
      }
      return {
        stored: (buffer, length) => {
          post(worker, { kind: 'stored', id, buffer, length }, buffer);
        },
        room: (buffer) => {
          post(worker, { kind: 'room', id, buffer }, buffer);
        },
        end: () => {
          post(worker, { kind: 'end', id });
        },
      };
    },
    async stop() {
      await Promise.all(workers.map(({ worker }) => worker.stop()));
    },
  };
}

function leastBusy(workers: readonly PoolWorker[], load: (worker: PoolWorker) => number): PoolWorker {
  const [first, ...rest] = workers as [PoolWorker, ...PoolWorker[]];
  return rest.reduce((best, worker) => (load(worker) < load(best) ? worker : best), first);
}

function post(worker: RunningWorker, request: WorkerRequest, buffer?: ArrayBuffer): void {
  worker.post(request, buffer && [buffer]);
}

function startPoolWorker(
  host: Pick<Host, 'workers'>,
  data: WorkerData,
  onFailure: (error: Error) => void,
): PoolWorker {
  const encodings: PoolWorker['encodings'] = new Map();
  const readings: PoolWorker['readings'] = new Map();
  const worker = host.workers.start(layerWorkerScript, data, {
    onMessage: (message) => {
      hear({ encodings, readings }, message as WorkerReply);
    },
    onFailure: (error) => {
      encodings.forEach(({ reject }) => {
        reject(error);
      });
      readings.forEach((listener) => {
        listener(error);
      });
      onFailure(error);
    },
  });
  return { worker, encodings, readings };
}

function hear({ encodings, readings }: Pick<PoolWorker, 'encodings' | 'readings'>, reply: WorkerReply): void {
  const { id } = reply;
  const [encoding, listener] = [encodings.get(id), readings.get(id)];
  if (reply.kind === 'encoded') {
    encodings.delete(id);
    encoding?.resolve(reply);
    return;
  }
  if (reply.kind === 'facts' || reply.kind === 'failed') {
    encodings.delete(id);
    readings.delete(id);
  }
  if (reply.kind === 'failed') {
    const error = errorOf(reply);
    encoding?.reject(error);
    listener?.(error);
  } else {
    listener?.(reply);
  }
}

function errorOf({ code, message }: { readonly code?: string; readonly message: string }): Error {
  return code === undefined ? new Error(message) : new ImageError(code as ImageErrorCode, message);
}
