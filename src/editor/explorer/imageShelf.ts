import * as path from 'node:path';

import type { Input } from '../../core/artifact/openInput.js';
import { openInput } from '../../core/artifact/openInput.js';
import type { Host } from '../../core/host/host.js';
import type { Image, ImageSearch } from '../../core/image/image.js';
import { openImages } from '../../core/image/openImages.js';

/** An archive or a folder that is open. */
export interface OpenSource {
  readonly file: string;
  /** Changes whenever the file does. */
  readonly stamp: string;
  readonly search: ImageSearch;
  readonly notes: readonly string[];
}

/** An image of an open source. */
export interface ShelvedImage {
  readonly id: string;
  readonly image: Image;
  readonly source: OpenSource;
}

interface Held extends OpenSource {
  readonly input: Input;
  readonly scratch: string;
}

/** Files whose change means that a folder holds something else. */
const indexNames = ['index.json', 'manifest.json', 'digests.json'];

/** The archives that are open; each is opened once, and again after it has changed. */
export class ImageShelf {
  readonly #host: Host;
  readonly #held = new Map<string, Held>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The images of all sources, in order. Fails as `openInput` and `openImages` do. */
  async images(sources: readonly string[], signal: AbortSignal): Promise<readonly ShelvedImage[]> {
    const opened: ShelvedImage[] = [];
    for (const [index, file] of sources.entries()) {
      const source = await this.#open(file, signal);
      const images = source.search.images.map((image, at) => ({ id: `${index}/${at}`, image, source }));
      opened.push(...images);
    }
    return opened;
  }

  /** Closes every archive, and removes what had to be unpacked. */
  async close(): Promise<void> {
    const all = [...this.#held.values()];
    this.#held.clear();
    await Promise.all(all.map((held) => this.#release(held)));
  }

  async #open(file: string, signal: AbortSignal): Promise<OpenSource> {
    const stamp = await this.#stampOf(file);
    const known = this.#held.get(file);
    if (known?.stamp === stamp) {
      return known;
    }
    this.#held.delete(file);
    await (known && this.#release(known));
    const held = await this.#openAnew(file, stamp, signal);
    this.#held.set(file, held);
    return held;
  }

  async #openAnew(file: string, stamp: string, signal: AbortSignal): Promise<Held> {
    const { files, system } = this.#host;
    const scratch = await files.makeUniqueDirectory(
      path.join(system.temporaryDirectory, 'oci-recipe-explorer-'),
    );
    let input: Input | undefined;
    try {
      input = await openInput(file, this.#host, { signal, scratch });
      const search = await openImages(input.archive);
      return { file, stamp, search, notes: [...input.notes, ...search.leftAside], input, scratch };
    } catch (error) {
      await input?.close();
      await files.remove(scratch);
      throw error;
    }
  }

  async #release({ input, scratch }: Held): Promise<void> {
    await input.close();
    await this.#host.files.remove(scratch);
  }

  async #stampOf(file: string): Promise<string> {
    const { files } = this.#host;
    const status = await files.status(file);
    const folder = status?.kind === 'directory' ? file : path.dirname(file);
    const isFolder = status?.kind === 'directory' || indexNames.includes(path.basename(file));
    const parts = isFolder ? indexNames.map((name) => files.status(path.join(folder, name))) : [];
    return [status, ...(await Promise.all(parts))]
      .map((part) => (part === undefined ? '-' : `${part.modifiedMs}/${part.sizeBytes}`))
      .join(' ');
  }
}
