import * as path from 'node:path';

import type { Input } from '../../core/artifact/openInput.js';
import { openInput } from '../../core/artifact/openInput.js';
import type { ByteSource } from '../../core/base/byteSource.js';
import type { Files, Host } from '../../core/host/host.js';
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

/** How opening is stopped and watched. */
export interface OpeningOptions {
  readonly signal: AbortSignal;
  /** Told of the bytes of an archive that has to be unpacked as a whole first; of others there is nothing to tell. */
  readonly onProgress?: OnProgress;
}

type OnProgress = (progress: { readonly current: number; readonly total: number }) => void;

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
  async images(sources: readonly string[], options: OpeningOptions): Promise<readonly ShelvedImage[]> {
    const opened: ShelvedImage[] = [];
    for (const [index, file] of sources.entries()) {
      const source = await this.#open(file, options);
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

  async #open(file: string, options: OpeningOptions): Promise<OpenSource> {
    const stamp = await this.#stampOf(file);
    const known = this.#held.get(file);
    if (known?.stamp === stamp) {
      return known;
    }
    this.#held.delete(file);
    await (known && this.#release(known));
    const held = await this.#openAnew(file, stamp, options);
    this.#held.set(file, held);
    return held;
  }

  async #openAnew(file: string, stamp: string, { signal, onProgress }: OpeningOptions): Promise<Held> {
    const { files, system } = this.#host;
    let report = onProgress;
    const scratch = await files.makeUniqueDirectory(
      path.join(system.temporaryDirectory, 'oci-recipe-explorer-'),
    );
    let input: Input | undefined;
    try {
      const watched = watchedFiles(files, (progress) => report?.(progress));
      input = await openInput(file, { ...this.#host, files: watched }, { signal, scratch });
      const search = await openImages(input.archive);
      // Why: what is read of it from now on is not for opening it.
      report = undefined;
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

/** The same files; what is read of one from its start to its end is told. */
function watchedFiles(files: Files, onProgress: OnProgress): Files {
  return {
    ...files,
    open: async (name) => {
      const file = await files.open(name);
      const readInto = file.readInto?.bind(file);
      return {
        sizeBytes: file.sizeBytes,
        read: (offset, length) => file.read(offset, length),
        ...(readInto && { readInto }),
        stream: (offset, length) =>
          offset === undefined ? watched(file, onProgress) : file.stream(offset, length),
        close: () => file.close(),
      };
    },
  };
}

async function* watched(file: ByteSource, onProgress: OnProgress): AsyncGenerator<Uint8Array> {
  let current = 0;
  for await (const chunk of file.stream()) {
    current += chunk.length;
    onProgress({ current, total: file.sizeBytes });
    yield chunk;
  }
}
