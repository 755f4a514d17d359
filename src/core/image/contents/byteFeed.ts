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
  /** Tells that no more comes; `archive-truncated` inside of what was asked for. */
  end(): void;
}

const nothing = new Uint8Array();

/** A feed of a parser that was not started yet; what it throws, `push` and `end` throw. */
export function createByteFeed(parser: ByteParser): ByteFeed {
  let passedBytes = 0;
  let request: ByteRequest | undefined;
  let wanted = 0;
  let gathered: Uint8Array | undefined;
  const advance = (bytes: Uint8Array): void => {
    const next = parser.next(bytes);
    request = next.done === true ? undefined : next.value;
    wanted = request?.sizeBytes ?? 0;
    gathered = undefined;
  };
  advance(nothing);

  /** Takes from a chunk what the request still wants; gives the number of bytes. */
  const serve = (chunk: Uint8Array, { kind, sizeBytes, ...more }: ByteRequest): number => {
    const part = chunk.subarray(0, wanted);
    wanted -= part.length;
    if (kind === 'skip') {
      (more as { readonly hash?: Hash }).hash?.update(part);
      if (wanted === 0) {
        advance(nothing);
      }
    } else if (part.length === sizeBytes) {
      advance(part);
    } else {
      gathered ??= new Uint8Array(sizeBytes);
      gathered.set(part, sizeBytes - wanted - part.length);
      if (wanted === 0) {
        advance(gathered);
      }
    }
    return part.length;
  };
  return {
    push(chunk) {
      for (let at = 0; at < chunk.length && request !== undefined;) {
        at += serve(chunk.subarray(at), request);
      }
      passedBytes += chunk.length;
    },
    end() {
      if (request === undefined) {
        return;
      }
      const isBetween = request.kind === 'take' && wanted === request.sizeBytes;
      if (!isBetween || parser.next(nothing).done !== true) {
        throw new ImageError('archive-truncated', `The layer is cut off; it ends at byte ${passedBytes}.`);
      }
    },
  };
}
