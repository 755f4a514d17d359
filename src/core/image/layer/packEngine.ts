import * as path from 'node:path';

import { compileDeflate, createDeflater, defaultLevel } from '../../deflate/deflater.js';
import type { DeflateModule } from '../../deflate/deflater.js';
import { combineCrc, gzipHeader, gzipTrailer } from '../../deflate/gzipFrame.js';
import type { Layer } from '../image.js';
import { createBufferPool } from './bufferPool.js';
import {
  bufferBytes,
  chunkBytes,
  createDeflateEncoder,
  createZlibEncoder,
  dictionaryBytes,
} from './chunkEncoder.js';
import type { ChunkEncoder } from './chunkEncoder.js';
import type { ChunkFormat, Packing } from './contentWriter.js';
import type { LayerFacts } from './layerInspector.js';
import type { PackHost } from './packTask.js';
import { readByWorker, readHere } from './readLayer.js';
import type { LayerTaker, LayerToRead } from './readLayer.js';
import { startWorkerPool } from './workerPool.js';
import type { WorkerPool } from './workerPool.js';
import { zstdBufferBytes, zstdFormat } from './zstdFormat.js';

/** What a run of packing needs. */
export interface EngineNeeds {
  /** How many bytes are stored in the layers that cost more than a copy. */
  readonly bytes: number;
  readonly gzip: boolean;
  readonly zstd: boolean;
  /** 1 to 9; absent: the default. */
  readonly level?: number;
  /** Called when the engine can do nothing more. */
  readonly onFailure: (error: Error) => void;
}

/** The means of one run of packing. */
export interface PackEngine {
  /** How to pack content. */
  packing(format: 'gzip' | 'zstd'): Packing;
  /** How many layers can be read at once. */
  readonly readings: number;
  /** Whether this thread reads the layer itself and no copy is needed. */
  isDirect(layer: Pick<Layer, 'compression'>): boolean;
  read(what: LayerToRead, taker: LayerTaker): Promise<LayerFacts>;
  /** Ends what was started; what is still worked on is given up. */
  close(): Promise<void>;
}

/** Below this, starting workers takes longer than the work. */
const workersFromBytes = 2_000_000;

/** Above this one thread for reading, hashing and writing is the limit, and memory would go on growing. */
const maxWorkers = 8;

/** With more threads than this it is worth to hash elsewhere than where is read. */
const directUpTo = 4;

const gzipFormat: ChunkFormat = {
  chunkBytes,
  dictionaryBytes,
  header: gzipHeader,
  trailer: gzipTrailer,
  combineCrc,
};

/** An engine that suits the work and the machine. */
export async function createPackEngine(host: PackHost, needs: EngineNeeds): Promise<PackEngine> {
  const deflate = needs.gzip ? await loadDeflate(host) : undefined;
  const packings = new Map<string, Packing>();
  const onFailure = (error: Error): void => {
    for (const { pool } of packings.values()) {
      pool.fail(error);
    }
    needs.onFailure(error);
  };
  const size = Math.min(host.workers.parallelism, maxWorkers);
  const workers =
    needs.bytes < workersFromBytes && !needs.zstd
      ? undefined
      : startWorkerPool(host, size, deflate === undefined ? {} : { deflate }, onFailure);
  return {
    readings: workers?.size ?? 1,
    isDirect: ({ compression }) => compression === 'none' && (workers?.size ?? 1) <= directUpTo,
    packing(format) {
      const known = packings.get(format);
      const packing =
        known ?? createPacking(format, encoderFor(format, { level: needs.level, deflate, workers }));
      packings.set(format, packing);
      return packing;
    },
    read: (what, taker) =>
      workers === undefined || (what.layer.compression === 'none' && workers.size <= directUpTo)
        ? readHere(what, taker)
        : readByWorker(what, taker, workers),
    close: async () => workers?.stop(),
  };
}

async function loadDeflate({ files, system }: PackHost): Promise<DeflateModule | undefined> {
  return compileDeflate(await files.readBytes(path.join(system.assetDirectory, 'deflate.wasm')));
}

interface Means {
  readonly level: number | undefined;
  readonly deflate: DeflateModule | undefined;
  readonly workers: WorkerPool | undefined;
}

function encoderFor(format: 'gzip' | 'zstd', { level, deflate, workers }: Means): ChunkEncoder {
  if (workers !== undefined) {
    return workers.encoder(format, level);
  }
  return deflate === undefined
    ? createZlibEncoder(level ?? defaultLevel)
    : createDeflateEncoder(createDeflater(deflate, level ?? defaultLevel));
}

function createPacking(format: 'gzip' | 'zstd', encoder: ChunkEncoder): Packing {
  const isGzip = format === 'gzip';
  // Why 3 more: one is filled, one is written, one is on its way between.
  const pool = createBufferPool(encoder.parallel + 3, isGzip ? bufferBytes : zstdBufferBytes);
  return { format: isGzip ? gzipFormat : zstdFormat, encoder, pool };
}
