import { createPackEngine } from './packEngine.js';
import { wayOf } from './packOne.js';
import type { PackedLayer, PackHost, PackLayersOptions, PackTask } from './packTask.js';
import { createRun } from './packRun.js';
import { runPackTasks } from './runPackTasks.js';

/**
 * Reads each layer once, compares all that is claimed of it with the bytes that pass (`archive-mismatch`,
 * `archive-corrupt`), and writes it as it is wanted: the same bytes for the same layer, level and version, whatever
 * the machine. Settles when nothing is worked on any more, with the results in order or with the first failure; what
 * was written by then is not taken back. Memory does not grow with the layers.
 */
export async function packLayers(
  tasks: readonly PackTask[],
  host: PackHost,
  options: PackLayersOptions,
): Promise<readonly PackedLayer[]> {
  options.signal?.throwIfAborted();
  const run = createRun(options.signal);
  const engine = await createPackEngine(host, {
    bytes: sum(tasks.filter(isWork).map(({ layer }) => layer.blob.sizeBytes)),
    gzip: tasks.some((task) => wayOf(task) === 'gzip'),
    zstd: tasks.some((task) => wayOf(task) === 'zstd'),
    ...(options.level !== undefined && { level: options.level }),
    onFailure: run.fail,
  });
  try {
    return await runPackTasks(tasks, engine, { ...options, run });
  } finally {
    await engine.close();
  }
}

/** Whether more is to be done than to hash and copy. */
function isWork(task: PackTask): boolean {
  const way = wayOf(task);
  return task.layer.compression !== 'none' || way === 'gzip' || way === 'zstd';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
