import type { PackEngine } from './packEngine.js';
import { packOne, wayOf } from './packOne.js';
import { createGate } from './packRun.js';
import type { Gate, Run } from './packRun.js';
import type { ByteSink, PackedLayer, PackLayersOptions, PackTask } from './packTask.js';

/** How tasks are run; `run` is what ends them all. */
interface RunOptions extends Pick<PackLayersOptions, 'onRead' | 'order'> {
  readonly run: Run;
}

/** Runs tasks on an engine; see `packLayers`. */
export async function runPackTasks(
  tasks: readonly PackTask[],
  engine: PackEngine,
  options: RunOptions,
): Promise<readonly PackedLayer[]> {
  const results = new Map<PackTask, PackedLayer>();
  const work =
    options.order === 'given' ? inOrder(tasks, engine, options) : asItSuits(tasks, engine, options);
  await Promise.all(
    work.map(async ([task, pack]) => {
      try {
        results.set(task, await pack());
      } catch (error) {
        options.run.fail(error);
      }
    }),
  );
  options.run.check();
  return tasks.flatMap((task) => results.get(task) ?? []);
}

type Work = readonly (readonly [PackTask, () => Promise<PackedLayer>])[];

/** A layer is read once the one before it was read, and written once that was written. */
function inOrder(tasks: readonly PackTask[], engine: PackEngine, options: RunOptions): Work {
  const reading = createGate(1);
  let written: Promise<void> = Promise.resolve();
  return tasks.map((task) => {
    const before = written;
    let close: () => void = () => undefined;
    written = new Promise((resolve) => {
      close = resolve;
    });
    const open = async (): Promise<ByteSink | undefined> => {
      await before;
      options.run.signal.throwIfAborted();
      return task.open?.();
    };
    const pack = async (): Promise<PackedLayer> => {
      try {
        const packed = await packThrough(reading, task, { engine, options, open });
        await before;
        return packed;
      } finally {
        close();
      }
    };
    return [task, pack] as const;
  });
}

/**
 * Layers that are packed here follow one another, each begun when the one before it was read; beside them, others are
 * decoded and checked, the largest first, so that none is left for the end.
 */
function asItSuits(tasks: readonly PackTask[], engine: PackEngine, options: RunOptions): Work {
  const direct = createGate(1);
  const others = createGate(engine.readings);
  const bySize = tasks.toSorted((left, right) => right.layer.blob.sizeBytes - left.layer.blob.sizeBytes);
  return bySize.map((task) => {
    const gate = engine.isDirect(task.layer) && wayOf(task) !== 'nothing' ? direct : others;
    const open = (): Promise<ByteSink | undefined> => Promise.resolve(task.open?.());
    return [task, () => packThrough(gate, task, { engine, options, open })] as const;
  });
}

interface Means {
  readonly engine: PackEngine;
  readonly options: RunOptions;
  readonly open: () => Promise<ByteSink | undefined>;
}

async function packThrough(
  gate: Gate,
  task: PackTask,
  { engine, options, open }: Means,
): Promise<PackedLayer> {
  const { signal } = options.run;
  const leave = await gate.enter();
  try {
    signal.throwIfAborted();
    return await packOne(task, { engine, signal, onRead: options.onRead, open, onAllRead: leave });
  } finally {
    leave();
  }
}
