import type { LayerListing } from '../../core/image/contents/layerEntry.js';
import type { ReadContentsOptions } from '../../core/image/contents/readLayerContents.js';
import { readLayerContents } from '../../core/image/contents/readLayerContents.js';
import { readLayerHeaders } from '../../core/image/contents/readLayerHeaders.js';
import type { Layer } from '../../core/image/image.js';

/** Entries that are kept, of all layers together: about 200 bytes each. */
const maxKeptEntries = 600_000;

/** Of a layer of this size and more only the headers are read where that can be: it would not be there at once. */
const largeBytes = 32 * 1024 * 1024;

interface Kept {
  readonly contents: LayerListing;
  readonly isHashed: boolean;
}

/** The contents of layers that were read, the latest used of them. `key` names a layer of an archive as it is now. */
export class LayerShelf {
  readonly #kept = new Map<string, Kept>();
  #entries = 0;

  /** Whether the layer's contents are here, with their digests where those are asked for. */
  has(key: string, hashFiles: boolean): boolean {
    const known = this.#kept.get(key);
    return known !== undefined && (known.isHashed || !hashFiles);
  }

  /** The layer's contents, read only when they are not here, or without the digests that are asked for. */
  async read(key: string, layer: Layer, options: ReadContentsOptions): Promise<LayerListing> {
    const known = this.#kept.get(key);
    if (known !== undefined && this.has(key, options.hashFiles === true)) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known.contents;
    }
    const contents = await readListing(layer, options);
    this.#drop(key);
    this.#kept.set(key, { contents, isHashed: options.hashFiles === true });
    this.#entries += contents.entries.length;
    this.#shrink(key);
    return contents;
  }

  clear(): void {
    this.#kept.clear();
    this.#entries = 0;
  }

  #shrink(newest: string): void {
    for (const key of this.#kept.keys()) {
      if (this.#entries <= maxKeptEntries || key === newest) {
        return;
      }
      this.#drop(key);
    }
  }

  #drop(key: string): void {
    this.#entries -= this.#kept.get(key)?.contents.entries.length ?? 0;
    this.#kept.delete(key);
  }
}

async function readListing(layer: Layer, options: ReadContentsOptions): Promise<LayerListing> {
  const { compression, blob, name, isAbsent } = layer;
  if (isAbsent === true) {
    const note = `${name} may not be distributed and is not here; what it holds is not known.`;
    return { entries: [], contentSizeBytes: 0, notes: [note] };
  }
  const isPassable = compression === 'none' && options.hashFiles !== true && blob.sizeBytes >= largeBytes;
  return isPassable ? readLayerHeaders(layer, options) : readLayerContents(layer, options);
}
