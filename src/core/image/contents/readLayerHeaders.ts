import type { ByteSource } from '../../base/byteSource.js';
import type { Layer } from '../image.js';
import { createByteFeed } from './byteFeed.js';
import { createCollector, namingLayer } from './layerCollector.js';
import type { LayerListing } from './layerEntry.js';
import { parseLayer } from './layerParser.js';
import type { ReadContentsOptions } from './readLayerContents.js';

/** What is read at once; content that is smaller is read along. */
const stretchBytes = 64 * 1024;

/**
 * Reads what the headers of a layer say and passes over the content. The layer must not be compressed. Its digest is
 * not known then. Errors and limits are those of `readLayerContents`; `onRead` is told of what was passed over too.
 */
export async function readLayerHeaders(
  { blob, name }: Pick<Layer, 'blob' | 'name'>,
  { signal, onRead }: Pick<ReadContentsOptions, 'signal' | 'onRead'> = {},
): Promise<LayerListing> {
  const collector = createCollector();
  const stretch = new Uint8Array(Math.min(stretchBytes, blob.sizeBytes));
  try {
    const feed = createByteFeed(parseLayer({ ...collector, hashFiles: false }));
    for (let offset = 0; offset < blob.sizeBytes;) {
      signal?.throwIfAborted();
      const left = blob.sizeBytes - offset;
      const passed = Math.min(feed.passable(), left);
      // Why not less: finding the next header would cost as much as reading on.
      const moved = passed < Math.min(stretchBytes, left) ? Math.min(stretchBytes, left) : passed;
      if (moved === passed) {
        feed.pass(passed);
      } else {
        feed.push(await readStretch(blob, offset, stretch.subarray(0, moved)));
      }
      offset += moved;
      onRead?.(moved);
    }
    feed.end();
  } catch (error) {
    throw namingLayer(error, name);
  }
  return { ...collector.all(), contentSizeBytes: blob.sizeBytes };
}

async function readStretch(blob: ByteSource, offset: number, target: Uint8Array): Promise<Uint8Array> {
  if (blob.readInto === undefined) {
    return blob.read(offset, target.length);
  }
  await blob.readInto(offset, target);
  return target;
}
