import type { Layer } from '../image.js';
import { ImageError } from '../imageError.js';
import { decompressed } from '../layer/compression.js';
import type { LayerEntry } from './layerEntry.js';

/** How much of a file is read, and how it is stopped. */
export interface ReadFileOptions {
  /** The file's size at most (`archive-too-large` beyond); what a caller is ready to hold in memory. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/**
 * Reads one file of a layer: `entry` is of kind `file` and from `readLayerContents` of the same layer (of a hard link,
 * take the entry of the file). A layer that is not compressed is read at the file only, others up to its end.
 * Errors: `archive-too-large`, `archive-truncated`, `archive-corrupt`; the reason of an aborted signal.
 */
export async function readLayerFile(
  layer: Pick<Layer, 'blob' | 'compression' | 'name'>,
  entry: Pick<LayerEntry, 'path' | 'kind' | 'sizeBytes' | 'contentOffset' | 'sparse'>,
  { maxBytes, signal }: ReadFileOptions,
): Promise<Uint8Array> {
  if (entry.kind !== 'file') {
    throw new ImageError('archive-unsupported', `${entry.path} is no file; it has no content of its own.`);
  }
  if (entry.sizeBytes > maxBytes) {
    throw new ImageError(
      'archive-too-large',
      `${entry.path} has ${entry.sizeBytes} bytes; at most ${maxBytes} are read.`,
    );
  }
  signal?.throwIfAborted();
  const pieces = entry.sparse ?? [{ offset: 0, sizeBytes: entry.sizeBytes }];
  const storedBytes = pieces.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const stored = await readStored(layer, { offset: entry.contentOffset, sizeBytes: storedBytes }, signal);
  if (entry.sparse === undefined) {
    return stored;
  }
  const content = new Uint8Array(entry.sizeBytes);
  let at = 0;
  for (const { offset, sizeBytes } of pieces) {
    content.set(stored.subarray(at, at + sizeBytes), offset);
    at += sizeBytes;
  }
  return content;
}

interface Stretch {
  readonly offset: number;
  readonly sizeBytes: number;
}

async function readStored(
  layer: Pick<Layer, 'blob' | 'compression' | 'name'>,
  stretch: Stretch,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const { blob, compression, name } = layer;
  if (compression === 'none') {
    checkEnd(stretch, blob.sizeBytes, name);
    return (await blob.read(stretch.offset, stretch.sizeBytes)).slice();
  }
  const content = new Uint8Array(stretch.sizeBytes);
  let passed = 0;
  for await (const chunk of decompressed(blob.stream(), compression, name)) {
    signal?.throwIfAborted();
    const from = Math.max(0, stretch.offset - passed);
    const at = passed + from - stretch.offset;
    if (from < chunk.length) {
      content.set(chunk.subarray(from, from + stretch.sizeBytes - at), at);
    }
    passed += chunk.length;
    if (passed >= stretch.offset + stretch.sizeBytes) {
      return content;
    }
  }
  checkEnd(stretch, passed, name);
  return content;
}

function checkEnd({ offset, sizeBytes }: Stretch, end: number, name: string): void {
  if (offset + sizeBytes > end) {
    throw new ImageError(
      'archive-truncated',
      `${name} ends at byte ${end}, before the end of the file in it.`,
    );
  }
}
