import type { Hash } from 'node:crypto';

import { ImageError } from '../imageError.js';

/** What a parser wants of the bytes that come next. */
export type ByteRequest =
  /** They are handed over whole; none when the bytes end exactly here. Only valid until the next request. */
  | { readonly kind: 'take'; readonly sizeBytes: number }
  /** They pass; into the hash, where there is one. */
  | { readonly kind: 'skip'; readonly sizeBytes: number; readonly hash?: Hash };

/** A parser that asks for its bytes; it ends when it wants no more. */
export type ByteParser = Generator<ByteRequest, void, Uint8Array>;

/** Feeds a parser with bytes as they come. */
export interface ByteFeed {
  push(chunk: Uint8Array): void;
  /** How many of the bytes that come next the parser would let pass unseen; endlessly many after its end. */
  passable(): number;
  /** Tells that so many bytes, at most `passable()`, are left out. */
  pass(sizeBytes: number): void;
  /** Tells that no more comes; `archive-truncated` inside of what was asked for. */
  end(): void;
}

const nothing = new Uint8Array();

/** A feed of a parser that was not started yet; what it throws, `push`, `pass` and `end` throw. */
export function createByteFeed(parser: ByteParser): ByteFeed {
  return new Feed(parser);
}

class Feed implements ByteFeed {
  readonly #parser: ByteParser;
  #passedBytes = 0;
  /** What the parser asked for last; undefined: it has ended. */
  #request: ByteRequest | undefined;
  /** What of it is still to come. */
  #wanted = 0;
  #gathered: Uint8Array | undefined;

  constructor(parser: ByteParser) {
    this.#parser = parser;
    this.#advance(nothing);
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && this.#request !== undefined;) {
      at += this.#serve(chunk.subarray(at), this.#request);
    }
    this.#passedBytes += chunk.length;
  }

  passable(): number {
    if (this.#request === undefined) {
      return Infinity;
    }
    return this.#request.kind === 'skip' && this.#request.hash === undefined ? this.#wanted : 0;
  }

  pass(sizeBytes: number): void {
    this.#passedBytes += sizeBytes;
    this.#wanted -= sizeBytes;
    if (this.#request !== undefined && this.#wanted === 0) {
      this.#advance(nothing);
    }
  }

  end(): void {
    if (this.#request === undefined) {
      return;
    }
    const isBetween = this.#request.kind === 'take' && this.#wanted === this.#request.sizeBytes;
    if (!isBetween || this.#parser.next(nothing).done !== true) {
      throw new ImageError(
        'archive-truncated',
        `The layer is cut off; it ends at byte ${this.#passedBytes}.`,
      );
    }
  }

  #advance(bytes: Uint8Array): void {
    const next = this.#parser.next(bytes);
    this.#request = next.done === true ? undefined : next.value;
    this.#wanted = this.#request?.sizeBytes ?? 0;
    this.#gathered = undefined;
  }

  /** Takes from a chunk what the request still wants; gives the number of bytes. */
  #serve(chunk: Uint8Array, request: ByteRequest): number {
    const part = chunk.subarray(0, this.#wanted);
    this.#wanted -= part.length;
    if (request.kind === 'skip') {
      request.hash?.update(part);
      if (this.#wanted === 0) {
        this.#advance(nothing);
      }
    } else if (part.length === request.sizeBytes) {
      this.#advance(part);
    } else {
      this.#gather(part, request.sizeBytes);
    }
    return part.length;
  }

  #gather(part: Uint8Array, sizeBytes: number): void {
    this.#gathered ??= new Uint8Array(sizeBytes);
    this.#gathered.set(part, sizeBytes - this.#wanted - part.length);
    if (this.#wanted === 0) {
      this.#advance(this.#gathered);
    }
  }
}
