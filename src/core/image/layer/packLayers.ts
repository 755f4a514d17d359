import { createPackEngine } from './packEngine.js';
import type { PackedLayer, PackHost, PackLayersOptions, PackTask } from './packTask.js';
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
  const engine = await createPackEngine(tasks, host, options);
  try {
    return await runPackTasks(tasks, engine, options);
  } finally {
    await engine.close();
  }
}
