import { createHash } from 'node:crypto';

import type { Layer } from '../image.js';
import { decompressed } from '../layer/compression.js';
import { createByteFeed } from './byteFeed.js';
import { createCollector, namingLayer } from './layerCollector.js';
import type { LayerContents } from './layerEntry.js';
import { parseLayer } from './layerParser.js';

/** How reading a layer is stopped and watched, and what is wanted of it. */
export interface ReadContentsOptions {
  readonly signal?: AbortSignal;
  /** Told the number of stored bytes that were read since the last call. */
  readonly onRead?: (bytes: number) => void;
  /** Whether every file's content is hashed (`contentDigest`); it costs about half as much time again. */
  readonly hashFiles?: boolean;
}

/**
 * Reads a layer of any compression to its end, and keeps what its headers say. Of the content nothing is kept. The
 * digest of the uncompressed bytes is computed on the way, not compared: that is the caller's. Errors, each naming
 * the layer: `archive-corrupt`, `archive-truncated`, `archive-too-large` (more than two million members, or names of
 * more than 256 MiB), `archive-unsupported` (bzip2, xz); the reason of an aborted signal.
 */
export async function readLayerContents(
  layer: Pick<Layer, 'blob' | 'compression' | 'name'>,
  options: ReadContentsOptions = {},
): Promise<LayerContents> {
  const collector = createCollector();
  const hash = createHash('sha256');
  let contentSizeBytes = 0;
  try {
    const listener = { ...collector, hashFiles: options.hashFiles ?? false };
    const feed = createByteFeed(parseLayer(listener));
    for await (const chunk of decompressed(watched(layer, options), layer.compression, layer.name)) {
      options.signal?.throwIfAborted();
      hash.update(chunk);
      contentSizeBytes += chunk.length;
      feed.push(chunk);
    }
    feed.end();
  } catch (error) {
    throw namingLayer(error, layer.name);
  }
  const diffId = `sha256:${hash.digest('hex')}` as const;
  return { ...collector.all(), contentSizeBytes, diffId };
}

async function* watched(
  { blob }: Pick<Layer, 'blob'>,
  { signal, onRead }: ReadContentsOptions,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of blob.stream()) {
    signal?.throwIfAborted();
    onRead?.(chunk.length);
    yield chunk;
  }
}
