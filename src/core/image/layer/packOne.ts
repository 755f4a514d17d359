import type { Layer } from '../image.js';
import { ContentWriter } from './contentWriter.js';
import { createMeasure } from './digestCheck.js';
import { checkLayerFacts } from './layerInspector.js';
import type { LayerFacts } from './layerInspector.js';
import type { PackEngine } from './packEngine.js';
import type { ByteSink, PackedLayer, PackTask } from './packTask.js';
import { fillFrom } from './readLayer.js';
import type { LayerTaker } from './readLayer.js';

/** What is written of a layer: nothing, the stored bytes, the content, or the content packed. */
export type Way = 'nothing' | 'stored' | 'none' | 'gzip' | 'zstd';

/** What is to be written for a task. */
export function wayOf({ layer, want, recompress }: PackTask): Way {
  if (want === undefined) {
    return 'nothing';
  }
  const isThere = want === 'keep' || (want === layer.compression && recompress !== true);
  return isThere ? 'stored' : want;
}

/** How one task is run. */
export interface OneOptions {
  readonly engine: PackEngine;
  readonly signal: AbortSignal;
  readonly onRead: ((bytes: number) => void) | undefined;
  /** Opens where the bytes go, when it is the task's turn. */
  readonly open: () => Promise<ByteSink | undefined>;
  /** Called when all of the layer has been read, while some of it may still be packed and written. */
  readonly onAllRead: () => void;
}

/** Reads one layer, checks what is claimed of it and writes it as it is wanted. */
export async function packOne(task: PackTask, options: OneOptions): Promise<PackedLayer> {
  const { layer } = task;
  const way = wayOf(task);
  const output = createOutput(options);
  const writer =
    way === 'gzip' || way === 'zstd'
      ? new ContentWriter(options.engine.packing(way), output.write)
      : undefined;
  try {
    const facts = await readInto(layer, writer, options, outputsOf(way, output));
    options.onAllRead();
    const content = checkLayerFacts(layer, facts);
    await writer?.finish();
    await (way === 'nothing' ? undefined : output.opened());
    return {
      ...(way === 'nothing' ? { digest: facts.digest, sizeBytes: facts.sizeBytes } : output.result()),
      diffId: layer.diffId,
      contentSizeBytes: content.sizeBytes,
      compression: way === 'nothing' || way === 'stored' ? layer.compression : way,
    };
  } finally {
    await writer?.abandon();
    await output.close();
  }
}

interface Output {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Opens it also where nothing was written. */
  readonly opened: () => Promise<void>;
  readonly result: ReturnType<typeof createMeasure>['result'];
  readonly close: () => Promise<void>;
}

function createOutput({ open, signal }: OneOptions): Output {
  const measure = createMeasure();
  let sink: Promise<ByteSink | undefined> | undefined;
  return {
    async write(bytes) {
      sink ??= open();
      const opened = await sink;
      signal.throwIfAborted();
      const written = opened?.write(bytes);
      measure.add(bytes);
      await written;
    },
    async opened() {
      sink ??= open();
      await sink;
    },
    result: measure.result,
    async close() {
      const opened = await sink?.catch(() => undefined);
      await opened?.close();
    },
  };
}

type Outputs = Pick<LayerTaker, 'stored' | 'content'>;

function outputsOf(way: Way, { write }: Output): Outputs {
  return { ...(way === 'stored' && { stored: write }), ...(way === 'none' && { content: write }) };
}

function readInto(
  layer: Layer,
  writer: ContentWriter | undefined,
  { engine, signal, onRead }: OneOptions,
  outputs: Outputs,
): Promise<LayerFacts> {
  const watch = { signal, ...(onRead && { onRead }) };
  if (writer === undefined) {
    return engine.read({ layer }, { ...watch, ...outputs });
  }
  return engine.isDirect(layer)
    ? readDirectly(layer, writer, watch)
    : engine.read({ layer }, { ...watch, content: (bytes) => writer.write(bytes) });
}

/** Reads raw bytes to where they are packed. */
async function readDirectly(
  { blob }: Layer,
  writer: ContentWriter,
  { signal, onRead }: { readonly signal: AbortSignal; readonly onRead?: (bytes: number) => void },
): Promise<LayerFacts> {
  const measure = createMeasure();
  for (let offset = 0; offset < blob.sizeBytes;) {
    const room = await writer.room();
    const target = room.subarray(0, Math.min(room.length, blob.sizeBytes - offset));
    await fillFrom(blob, offset, target);
    signal.throwIfAborted();
    onRead?.(target.length);
    signal.throwIfAborted();
    measure.add(target);
    offset += target.length;
    writer.commit(target.length);
  }
  const content = measure.result();
  return { ...content, content, paddingBytes: 0 };
}
