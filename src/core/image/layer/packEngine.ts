import type { Layer } from '../image.js';
import { combineCrc, gzipHeader, gzipTrailer } from '../../deflate/gzipFrame.js';
import { createBufferPool } from './bufferPool.js';
import { bufferBytes, chunkBytes, createZlibEncoder, dictionaryBytes } from './chunkEncoder.js';
import type { ChunkFormat, Packing } from './contentWriter.js';
import { checkLayerFacts, corruptLayer, createLayerInspector } from './layerInspector.js';
import type { LayerFacts } from './layerInspector.js';
import type { PackHost, PackLayersOptions, PackTask } from './packTask.js';
import { createZstdEncoder, zstdBufferBytes, zstdFormat } from './zstdEncoder.js';

/** What is taken of a layer while it is read. Bytes are only valid until the promise settles. */
export interface LayerTaker {
  readonly stored?: (bytes: Uint8Array) => Promise<void>;
  readonly content?: (bytes: Uint8Array) => Promise<void>;
  readonly onRead?: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** The means of one run of packing. */
export interface PackEngine {
  /** How to pack content as gzip or zstd. */
  packing(kind: 'gzip' | 'zstd'): Packing;
  /** Reads a layer to its end and checks what is claimed of it. */
  read(layer: Layer, taker: LayerTaker): Promise<LayerFacts & { readonly contentSizeBytes: number }>;
  /** Ends what was started. */
  close(): Promise<void>;
}

const gzipFormat: ChunkFormat = {
  chunkBytes,
  dictionaryBytes,
  header: gzipHeader,
  trailer: gzipTrailer,
  combineCrc,
};

/** The engine that suits the tasks and the machine. */
export function createPackEngine(
  _tasks: readonly PackTask[],
  _host: PackHost,
  options: PackLayersOptions,
): Promise<PackEngine> {
  const packings = new Map<string, Packing>();
  const level = options.level ?? 4;
  const create = (kind: 'gzip' | 'zstd'): Packing => {
    const encoder = kind === 'gzip' ? createZlibEncoder(level) : createZstdEncoder(options.level);
    const size = kind === 'gzip' ? bufferBytes : zstdBufferBytes;
    const pool = createBufferPool(encoder.parallel + 3, size);
    return { format: kind === 'gzip' ? gzipFormat : zstdFormat, encoder, pool };
  };
  return Promise.resolve({
    packing(kind) {
      const packing = packings.get(kind) ?? create(kind);
      packings.set(kind, packing);
      return packing;
    },
    read: readInProcess,
    close: () => Promise.resolve(),
  });
}

async function readInProcess(
  layer: Layer,
  taker: LayerTaker,
): Promise<LayerFacts & { readonly contentSizeBytes: number }> {
  const inspector = createLayerInspector(layer, taker.content);
  try {
    for await (const chunk of layer.blob.stream()) {
      taker.signal.throwIfAborted();
      taker.onRead?.(chunk.length);
      await Promise.all([inspector.write(chunk), taker.stored?.(chunk)]);
      taker.signal.throwIfAborted();
      const damage = inspector.damage();
      if (damage !== undefined) {
        throw corruptLayer(damage);
      }
    }
    const facts = await inspector.finish();
    const content = checkLayerFacts(layer, facts);
    return { ...facts, contentSizeBytes: content.sizeBytes };
  } finally {
    inspector.destroy();
  }
}
