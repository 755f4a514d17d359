import { isAbort } from '../../core/base/abort.js';
import { isCoreError, messageOf } from '../../core/base/errors.js';
import { createNodeHost } from '../../core/host/nodeHost.js';
import { currentWorkerThread } from '../../core/host/workerThread.js';
import type { ExplorerReply, ExplorerRequest, ExplorerThreadData } from './explorerMessages.js';
import type { ReadingOptions } from './imageReader.js';
import { ImageReader } from './imageReader.js';

// The script of the thread that reads images for the explorer, so that the editor never waits for it.

const thread = currentWorkerThread();
const { assetDirectory } = thread.data as ExplorerThreadData;
const reader = new ImageReader(createNodeHost({ assetDirectory }));
const running = new Map<number, AbortController>();

/** What was left in the heap the last time, and what more must be there to make looking for garbage worth the time. */
let keptBytes = 0;
const worthwhileBytes = 64 * 1024 * 1024;

/** Why one after the other: two tables at once would read the same layer twice. */
let last: Promise<void> = Promise.resolve();

type Call = Exclude<ExplorerRequest, { readonly kind: 'cancel' }>;

thread.onMessage((message) => {
  const request = message as ExplorerRequest;
  if (request.kind === 'cancel') {
    running.get(request.id)?.abort();
    return;
  }
  const abort = new AbortController();
  running.set(request.id, abort);
  last = last.then(() => answer(request, abort.signal));
});

function post(reply: ExplorerReply): void {
  thread.post(reply);
}

async function answer(call: Call, signal: AbortSignal): Promise<void> {
  const { id } = call;
  try {
    signal.throwIfAborted();
    const onProgress = createProgress(id);
    post({ kind: 'result', id, result: await resultOf(call, { signal, onProgress }) });
  } catch (error) {
    const code = isCoreError(error) ? { code: error.code } : {};
    post({ kind: 'error', id, message: messageOf(error), ...code, isAbort: isAbort(error) });
  } finally {
    running.delete(id);
    freeMemory();
  }
}

/** Why: V8 would let the trees of several tables pile up before it looks, and the editor has the memory of this thread. */
function freeMemory(): void {
  if (process.memoryUsage().heapUsed > keptBytes + worthwhileBytes) {
    thread.freeAllMemory();
    keptBytes = process.memoryUsage().heapUsed;
  }
}

async function resultOf(call: Call, options: ReadingOptions): Promise<unknown> {
  switch (call.kind) {
    case 'open':
      return reader.open(call.given.sources, options);
    case 'files':
      for await (const stretch of reader.files(call.given.sources, call.given.request, options)) {
        post({ kind: 'stretch', id: call.id, stretch });
      }
      return null;
    case 'readFile':
      return reader.readFile(call.given.sources, call.given.file, options);
    case 'close':
      await reader.close();
      return null;
  }
}

/**
 * Told once every percent: a message for every chunk would cost more than reading it. Another total is another work:
 * an archive that was let go is unpacked again before its layers are read.
 */
function createProgress(id: number): NonNullable<ReadingOptions['onProgress']> {
  let told = { percent: -1, total: -1 };
  return ({ current, total }) => {
    const percent = total === 0 ? 100 : Math.floor((100 * current) / total);
    if (percent > told.percent || total !== told.total) {
      told = { percent, total };
      post({ kind: 'progress', id, current, total });
    }
  };
}
