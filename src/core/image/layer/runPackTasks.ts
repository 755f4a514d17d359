import { ContentWriter } from './contentWriter.js';
import { createMeasure } from './digestCheck.js';
import type { PackEngine } from './packEngine.js';
import type { ByteSink, PackedLayer, PackLayersOptions, PackTask } from './packTask.js';

/** Runs tasks on an engine; see `packLayers`. */
export async function runPackTasks(
  tasks: readonly PackTask[],
  engine: PackEngine,
  options: PackLayersOptions,
): Promise<readonly PackedLayer[]> {
  const failed = new AbortController();
  const signal =
    options.signal === undefined ? failed.signal : AbortSignal.any([options.signal, failed.signal]);
  const results = new Map<PackTask, PackedLayer>();
  const failures: unknown[] = [];
  const queue = (options.order === 'given' ? tasks : bySize(tasks)).values();
  const work = async (): Promise<void> => {
    for (const task of queue) {
      try {
        signal.throwIfAborted();
        results.set(task, await packOne(task, engine, { signal, onRead: options.onRead }));
      } catch (error) {
        failures.push(error);
        failed.abort();
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: options.order === 'given' ? 1 : 2 }, work));
  if (failures.length > 0) {
    throw failures[0];
  }
  return tasks.flatMap((task) => results.get(task) ?? []);
}

/** The largest first, so that no large one is left for the end. */
function bySize(tasks: readonly PackTask[]): readonly PackTask[] {
  return tasks.toSorted((left, right) => right.layer.blob.sizeBytes - left.layer.blob.sizeBytes);
}

interface Watch {
  readonly signal: AbortSignal;
  readonly onRead: ((bytes: number) => void) | undefined;
}

/** What is written: the stored bytes, the content, or the content packed. */
type Way = 'nothing' | 'stored' | 'none' | 'gzip' | 'zstd';

function wayOf({ layer, want, recompress }: PackTask): Way {
  if (want === undefined) {
    return 'nothing';
  }
  return want === 'keep' || (want === layer.compression && recompress !== true) ? 'stored' : want;
}

async function packOne(task: PackTask, engine: PackEngine, watch: Watch): Promise<PackedLayer> {
  const sink = await task.open?.();
  try {
    return await packInto(task, sink, engine, watch);
  } finally {
    await sink?.close();
  }
}

async function packInto(
  task: PackTask,
  sink: ByteSink | undefined,
  engine: PackEngine,
  { signal, onRead }: Watch,
): Promise<PackedLayer> {
  const way = wayOf(task);
  const measure = createMeasure();
  const write = async (bytes: Uint8Array): Promise<void> => {
    const written = sink?.write(bytes);
    measure.add(bytes);
    await written;
  };
  const writer = way === 'gzip' || way === 'zstd' ? new ContentWriter(engine.packing(way), write) : undefined;
  const facts = await finishing(writer, () =>
    engine.read(task.layer, {
      signal,
      ...(onRead && { onRead }),
      ...(way === 'stored' && { stored: write }),
      ...(way === 'none' && { content: write }),
      ...(writer && { content: (bytes) => writer.write(bytes) }),
    }),
  );
  const isWritten = way !== 'nothing';
  return {
    ...(isWritten ? measure.result() : { digest: facts.digest, sizeBytes: facts.sizeBytes }),
    diffId: task.layer.diffId,
    contentSizeBytes: facts.contentSizeBytes,
    compression: isWritten && way !== 'stored' ? way : task.layer.compression,
  };
}

async function finishing<Value>(
  writer: ContentWriter | undefined,
  read: () => Promise<Value>,
): Promise<Value> {
  try {
    const value = await read();
    await writer?.finish();
    return value;
  } catch (error) {
    await writer?.abandon();
    throw error;
  }
}
