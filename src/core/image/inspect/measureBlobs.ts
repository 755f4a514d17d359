import type { ByteSource } from '../../base/byteSource.js';
import type { Layer } from '../image.js';
import type { LayerFacts } from '../layer/layerInspector.js';
import { createPackEngine } from '../layer/packEngine.js';
import { createGate, createRun } from '../layer/packRun.js';
import type { PackHost, PackLayersOptions } from '../layer/packTask.js';

/** Stored bytes that are to be measured. */
export type BlobToMeasure = Pick<Layer, 'blob' | 'compression' | 'name'>;

/** How measuring is stopped and watched. */
export type MeasureOptions = Pick<PackLayersOptions, 'signal' | 'onRead'>;

/**
 * Reads blobs to their ends, several at once on all cores, each once however often it is given, and finds out what
 * they are. Damage, and compression that we cannot undo, are among the facts and fail nothing.
 */
export async function measureBlobs(
  blobs: readonly BlobToMeasure[],
  host: PackHost,
  { signal, onRead }: MeasureOptions,
): Promise<ReadonlyMap<ByteSource, LayerFacts>> {
  signal?.throwIfAborted();
  const unique = [...new Map(blobs.map((blob) => [blob.blob, blob])).values()].toSorted(
    (left, right) => right.blob.sizeBytes - left.blob.sizeBytes,
  );
  const run = createRun(signal);
  const bytes = unique.reduce((total, { blob }) => total + blob.sizeBytes, 0);
  const engine = await createPackEngine(host, { bytes, gzip: false, zstd: false, onFailure: run.fail });
  const gate = createGate(engine.readings);
  const facts = new Map<ByteSource, LayerFacts>();
  const measure = async (layer: BlobToMeasure): Promise<void> => {
    const leave = await gate.enter();
    try {
      run.signal.throwIfAborted();
      const { readable, damage } = toReadable(layer);
      const taker = { signal: run.signal, ...(onRead && { onRead }) };
      const found = await engine.read({ layer: readable, pastDamage: true }, taker);
      facts.set(layer.blob, damage === undefined ? found : withoutContent(found, damage));
    } catch (error) {
      run.fail(error);
    } finally {
      leave();
    }
  };
  try {
    await Promise.all(unique.map(measure));
  } finally {
    await engine.close();
  }
  run.check();
  return facts;
}

interface Readable {
  readonly readable: BlobToMeasure;
  readonly damage?: string;
}

/** Of what we cannot unpack only the stored bytes are measured. */
function toReadable(layer: BlobToMeasure): Readable {
  const { compression, name } = layer;
  return compression === 'bzip2' || compression === 'xz'
    ? {
        readable: { ...layer, compression: 'none' },
        damage: `${name} is compressed with ${compression}, which no registry takes.`,
      }
    : { readable: layer };
}

function withoutContent({ digest, sizeBytes, paddingBytes }: LayerFacts, damage: string): LayerFacts {
  return { digest, sizeBytes, paddingBytes, damage };
}
