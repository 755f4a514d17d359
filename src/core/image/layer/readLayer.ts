import type { ByteSource } from '../../base/byteSource.js';
import type { Layer } from '../image.js';
import { createBufferPool } from './bufferPool.js';
import type { BufferPool } from './bufferPool.js';
import { createLayerInspector } from './layerInspector.js';
import type { LayerFacts } from './layerInspector.js';
import type { ReadListener, WorkerPool } from './workerPool.js';

/** What of a layer is to be read. */
export interface LayerToRead {
  readonly layer: Pick<Layer, 'blob' | 'compression' | 'name'>;
  /** Whether the stored bytes go on being read and measured after damage; else the facts come at once. */
  readonly pastDamage?: boolean;
}

/** What is done with a layer while it is read. Bytes are only valid until the promise settles. */
export interface LayerTaker {
  readonly stored?: (bytes: Uint8Array) => Promise<void>;
  readonly content?: (bytes: Uint8Array) => Promise<void>;
  /** Told the number of stored bytes that were read since the last call. */
  readonly onRead?: (bytes: number) => void;
  readonly signal: AbortSignal;
}

const pieceBytes = 512 * 1024;

/** Reads a layer to its end on this thread. */
export async function readHere({ layer, pastDamage }: LayerToRead, taker: LayerTaker): Promise<LayerFacts> {
  const inspector = createLayerInspector(layer, taker.content);
  try {
    for await (const piece of piecesOf(layer.blob)) {
      taker.signal.throwIfAborted();
      taker.onRead?.(piece.length);
      await Promise.all([inspector.write(piece), taker.stored?.(piece)]);
      taker.signal.throwIfAborted();
      if (inspector.damage() !== undefined && pastDamage !== true) {
        break;
      }
    }
    return await inspector.finish();
  } finally {
    inspector.destroy();
  }
}

/** The bytes of a source in pieces that are valid until the next one is asked for, which is read meanwhile. */
async function* piecesOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  const buffers = [0, 1].map(() => new Uint8Array(Math.min(pieceBytes, source.sizeBytes)));
  const read = async (index: number): Promise<Uint8Array | undefined> => {
    const offset = index * pieceBytes;
    const piece = buffers[index % 2]?.subarray(0, Math.max(0, source.sizeBytes - offset));
    if (piece === undefined || piece.length === 0) {
      return undefined;
    }
    await fillFrom(source, offset, piece);
    return piece;
  };
  let next = read(0);
  for (let index = 1, piece = await next; piece !== undefined; index += 1, piece = await next) {
    next = read(index);
    // Why: whoever takes the piece may fail before this one is awaited.
    next.catch(() => undefined);
    yield piece;
  }
}

/** Enough that reading, inspecting and taking can go on at the same time. */
const piecesAtOnce = 4;

/** Fills memory from a source. */
export async function fillFrom(source: ByteSource, offset: number, target: Uint8Array): Promise<void> {
  if (source.readInto === undefined) {
    target.set(await source.read(offset, target.length));
  } else {
    await source.readInto(offset, target);
  }
}

/** Reads a layer to its end; a worker inspects and decodes it. A failure leaves the worker in the middle of it. */
export async function readByWorker(
  { layer, pastDamage }: LayerToRead,
  taker: LayerTaker,
  workers: WorkerPool,
): Promise<LayerFacts> {
  const buffers = createBufferPool(piecesAtOnce, pieceBytes);
  const { signal } = taker;
  let onAbort: () => void = () => undefined;
  try {
    return await new Promise<LayerFacts>((resolve, reject) => {
      onAbort = () => {
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      signal.throwIfAborted();
      let taken: Promise<void> = Promise.resolve();
      const listener: ReadListener = (reply) => {
        taken = taken.then(() => take(reply)).catch(reject);
      };
      const request = { layer: { compression: layer.compression, name: layer.name } };
      const reading = workers.open(
        { ...request, withContent: taker.content !== undefined, pastDamage: pastDamage === true },
        listener,
      );
      const take = async (reply: Parameters<ReadListener>[0]): Promise<void> => {
        if (reply instanceof Error) {
          reject(reply);
        } else if (reply.kind === 'facts') {
          resolve(reply.facts);
        } else if (reply.kind === 'used') {
          await taker.stored?.(new Uint8Array(reply.buffer, 0, reply.length));
          buffers.give(reply.buffer);
        } else {
          await taker.content?.(new Uint8Array(reply.buffer, 0, reply.length));
          reading.room(reply.buffer);
        }
      };
      if (taker.content !== undefined) {
        for (let index = 0; index < piecesAtOnce; index += 1) {
          reading.room(new ArrayBuffer(pieceBytes));
        }
      }
      feed(layer.blob, buffers, { reading, taker }).catch(reject);
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
    buffers.fail(new Error('The layer is not read any more.'));
  }
}

async function feed(
  blob: ByteSource,
  buffers: BufferPool,
  { reading, taker }: { readonly reading: ReturnType<WorkerPool['open']>; readonly taker: LayerTaker },
): Promise<void> {
  for (let offset = 0; offset < blob.sizeBytes;) {
    const length = Math.min(pieceBytes, blob.sizeBytes - offset);
    const buffer = await buffers.take();
    await fillFrom(blob, offset, new Uint8Array(buffer, 0, length));
    taker.signal.throwIfAborted();
    taker.onRead?.(length);
    reading.stored(buffer, length);
    offset += length;
  }
  reading.end();
}
