import type { LayerContents } from '../../core/image/contents/layerEntry.js';
import type { ReadContentsOptions } from '../../core/image/contents/readLayerContents.js';
import { readLayerContents } from '../../core/image/contents/readLayerContents.js';
import type { Layer } from '../../core/image/image.js';

/** Entries that are kept, of all layers together: about 200 bytes each. */
const maxKeptEntries = 600_000;

interface Kept {
  readonly contents: LayerContents;
  readonly isHashed: boolean;
}

/** The contents of layers that were read, the latest used of them. `key` names a layer of an archive as it is now. */
export class LayerShelf {
  readonly #kept = new Map<string, Kept>();
  #entries = 0;

  /** The layer's contents, read only when they are not here, or without the digests that are asked for. */
  async read(key: string, layer: Layer, options: ReadContentsOptions): Promise<LayerContents> {
    const known = this.#kept.get(key);
    if (known !== undefined && (known.isHashed || options.hashFiles !== true)) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      options.onRead?.(layer.blob.sizeBytes);
      return known.contents;
    }
    const contents = await readLayerContents(layer, options);
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
