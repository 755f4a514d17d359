import type { FilesView } from '../../bridge/explorerProtocol.js';
import { CoreError } from '../../core/base/errors.js';
import type { Host, RunningWorker } from '../../core/host/host.js';
import type { ExplorerCalls, ExplorerReply, ExplorerRequest } from './explorerMessages.js';

/** The script in the folder of assets. */
const script = 'explorerWorker.js';

/** How a call is stopped and watched. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly current: number; readonly total: number }) => void;
  readonly onStretch?: (stretch: FilesView) => void;
}

interface Waiting extends CallOptions {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What the thread could not do; its code is that of the error there. */
class ExplorerError extends CoreError {}

/** The thread that reads images: started with the first call, and again after it has failed. */
export class ExplorerThread {
  readonly #host: Host;
  readonly #waiting = new Map<number, Waiting>();
  #worker: RunningWorker | undefined;
  #lastId = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Calls; a cancelled call fails with an `AbortError`. */
  call<Name extends keyof ExplorerCalls>(
    kind: Name,
    given: ExplorerCalls[Name]['given'],
    options: CallOptions = {},
  ): Promise<ExplorerCalls[Name]['result']> {
    this.#lastId += 1;
    const id = this.#lastId;
    const { signal } = options;
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#worker?.post({ kind: 'cancel', id } satisfies ExplorerRequest);
      };
      const end = <Value>(settle: (value: Value) => void) => {
        return (value: Value): void => {
          signal?.removeEventListener('abort', cancel);
          settle(value);
        };
      };
      this.#waiting.set(id, {
        ...options,
        resolve: end<unknown>((result) => {
          resolve(result as ExplorerCalls[Name]['result']);
        }),
        reject: end(reject),
      });
      this.#running().post({ kind, id, given });
      signal?.addEventListener('abort', cancel);
      if (signal?.aborted === true) {
        cancel();
      }
    });
  }

  /** Closes what is open and ends the thread; settles when nothing is left of it. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    if (worker !== undefined) {
      for (const id of this.#waiting.keys()) {
        worker.post({ kind: 'cancel', id } satisfies ExplorerRequest);
      }
      try {
        await this.call('close', null);
      } finally {
        this.#worker = undefined;
        await worker.stop();
      }
    }
  }

  #running(): RunningWorker {
    this.#worker ??= this.#host.workers.start(
      script,
      { assetDirectory: this.#host.system.assetDirectory },
      {
        onMessage: (message) => {
          this.#take(message as ExplorerReply);
        },
        onFailure: (error) => {
          this.#worker = undefined;
          this.#fail(error);
        },
      },
    );
    return this.#worker;
  }

  #take(reply: ExplorerReply): void {
    const waiting = this.#waiting.get(reply.id);
    switch (reply.kind) {
      case 'stretch':
        waiting?.onStretch?.(reply.stretch);
        return;
      case 'progress':
        waiting?.onProgress?.({ current: reply.current, total: reply.total });
        return;
      case 'result':
        this.#waiting.delete(reply.id);
        waiting?.resolve(reply.result);
        return;
      case 'error':
        this.#waiting.delete(reply.id);
        waiting?.reject(errorOf(reply));
    }
  }

  #fail(error: Error): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of all) {
      reject(error);
    }
  }
}

function errorOf({ message, code, isAbort }: Extract<ExplorerReply, { kind: 'error' }>): Error {
  return isAbort
    ? new DOMException(message, 'AbortError')
    : new ExplorerError(code ?? 'explorer-failed', message);
}
