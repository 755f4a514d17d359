import type { BufferPool } from './bufferPool.js';
import type { ChunkEncoder, PackedChunk } from './chunkEncoder.js';

/** How packed chunks become one stream. */
export interface ChunkFormat {
  /** What is packed at once. */
  readonly chunkBytes: number;
  /** What of the content before a chunk the encoder may refer to. */
  readonly dictionaryBytes: number;
  readonly header: Uint8Array;
  /** What comes after the last chunk, from crc32 and size of all content. */
  trailer(crc: number, sizeBytes: number): Uint8Array;
  combineCrc(first: number, second: number, secondBytes: number): number;
}

/** What a content writer works with. */
export interface Packing {
  readonly format: ChunkFormat;
  readonly encoder: ChunkEncoder;
  /** Of buffers large enough for a dictionary, a chunk and what packing may add to it. */
  readonly pool: BufferPool;
}

type Write = (bytes: Uint8Array) => Promise<void>;

/**
 * Packs content chunk by chunk, several chunks at once, and writes what comes out in order, one call of `write` after
 * another. After any failure `abandon` is to be called, else `finish`.
 */
export class ContentWriter {
  readonly #packing: Packing;
  readonly #write: Write;
  readonly #dictionary: Uint8Array;
  #dictionaryLength = 0;
  #current: ArrayBuffer | undefined;
  #filled = 0;
  #crc = 0;
  #sizeBytes = 0;
  #failure: { readonly error: unknown } | undefined;
  #written: Promise<void> = Promise.resolve();

  constructor(packing: Packing, write: Write) {
    this.#packing = packing;
    this.#write = write;
    this.#dictionary = new Uint8Array(packing.format.dictionaryBytes);
    this.#enqueue(() => write(packing.format.header));
  }

  /** Room for the next content, never empty; whoever asks fills some of it and commits that. */
  async room(): Promise<Uint8Array> {
    this.#check();
    this.#current ??= await this.#startChunk();
    const { chunkBytes } = this.#packing.format;
    return new Uint8Array(this.#current, this.#dictionaryLength + this.#filled, chunkBytes - this.#filled);
  }

  /** So many bytes at the start of the room are content; fails with what packing or writing failed with. */
  commit(length: number): void {
    this.#check();
    this.#filled += length;
    if (this.#current !== undefined && this.#filled === this.#packing.format.chunkBytes) {
      this.#dispatch(this.#current);
    }
  }

  /** Copies content into room. */
  async write(content: Uint8Array): Promise<void> {
    for (let done = 0; done < content.length;) {
      const free = await this.room();
      const part = content.subarray(done, done + free.length);
      free.set(part);
      this.commit(part.length);
      done += part.length;
    }
  }

  /** Packs what is left and settles when all is written; fails with what packing or writing failed with. */
  async finish(): Promise<void> {
    if (this.#current !== undefined && this.#filled > 0) {
      this.#dispatch(this.#current);
    }
    this.#enqueue(() => this.#write(this.#packing.format.trailer(this.#crc, this.#sizeBytes)));
    await this.abandon();
    this.#check();
  }

  /** Settles when nothing is worked on any more, without a last word. */
  async abandon(): Promise<void> {
    if (this.#current !== undefined) {
      this.#packing.pool.give(this.#current);
      this.#current = undefined;
    }
    await this.#written;
  }

  #check(): void {
    if (this.#failure !== undefined) {
      throw this.#failure.error;
    }
  }

  #enqueue(action: () => Promise<void>): void {
    this.#written = this.#written.then(action).catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }

  async #startChunk(): Promise<ArrayBuffer> {
    const buffer = await this.#packing.pool.take();
    new Uint8Array(buffer).set(this.#dictionary.subarray(0, this.#dictionaryLength));
    return buffer;
  }

  #dispatch(buffer: ArrayBuffer): void {
    const [start, length] = [this.#dictionaryLength, this.#filled];
    const end = start + length;
    this.#dictionaryLength = Math.min(end, this.#dictionary.length);
    this.#dictionary.set(new Uint8Array(buffer, end - this.#dictionaryLength, this.#dictionaryLength));
    const packed = this.#packing.encoder.encode({ buffer, start, length });
    packed.catch(() => undefined);
    this.#enqueue(() => this.#writeChunk(packed, length));
    this.#current = undefined;
    this.#filled = 0;
  }

  async #writeChunk(packed: Promise<PackedChunk>, length: number): Promise<void> {
    const chunk = await packed.catch((error: unknown) => {
      // Why: its buffer does not come back, and whoever waits for one would wait for ever.
      this.#packing.pool.fail(error);
      throw error;
    });
    try {
      this.#check();
      this.#crc = this.#packing.format.combineCrc(this.#crc, chunk.crc, length);
      this.#sizeBytes += length;
      await this.#write(new Uint8Array(chunk.buffer, 0, chunk.length));
    } finally {
      this.#packing.pool.give(chunk.buffer);
    }
  }
}
