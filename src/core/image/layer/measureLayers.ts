import type { ByteSource } from '../../base/byteSource.js';
import type { LayerFacts } from './layerInspector.js';
import { createPackEngine } from './packEngine.js';
import { createGate, createRun } from './packRun.js';
import type { PackHost, PackLayersOptions } from './packTask.js';

/** A file that is to hold a layer as gzip. */
export interface LayerFile {
  /** What a person calls it. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Opens it, once its turn comes; it is closed when it was read. */
  readonly open: () => Promise<ByteSource & { close(): Promise<void> }>;
}

/**
 * Reads layer files to their ends, several at once on all cores, and finds out what they hold; damage is among the
 * facts, and fails nothing. The facts come in the order of the files.
 */
export async function measureLayers(
  files: readonly LayerFile[],
  host: PackHost,
  { signal, onRead }: Pick<PackLayersOptions, 'signal' | 'onRead'>,
): Promise<readonly LayerFacts[]> {
  signal?.throwIfAborted();
  const run = createRun(signal);
  const bytes = files.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  const engine = await createPackEngine(host, { bytes, gzip: false, zstd: false, onFailure: run.fail });
  const gate = createGate(engine.readings);
  const facts = new Map<LayerFile, LayerFacts>();
  const measure = async (file: LayerFile): Promise<void> => {
    const leave = await gate.enter();
    try {
      run.signal.throwIfAborted();
      const blob = await file.open();
      try {
        const layer = { blob, name: file.name, compression: 'gzip' } as const;
        const taker = { signal: run.signal, ...(onRead && { onRead }) };
        facts.set(file, await engine.read({ layer, pastDamage: true }, taker));
      } finally {
        await blob.close();
      }
    } catch (error) {
      run.fail(error);
    } finally {
      leave();
    }
  };
  try {
    await Promise.all(bySize(files).map(measure));
  } finally {
    await engine.close();
  }
  run.check();
  return files.flatMap((file) => facts.get(file) ?? []);
}

/** The largest first, so that no large one is left for the end. */
function bySize(files: readonly LayerFile[]): readonly LayerFile[] {
  return files.toSorted((left, right) => right.sizeBytes - left.sizeBytes);
}
