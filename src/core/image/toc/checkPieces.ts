import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';

import type { ByteSource } from '../../base/byteSource.js';
import { isCoreError } from '../../base/errors.js';
import { unpackStretch } from './unpackStretch.js';
import type { TocEntry } from './tableOfContents.js';
import { piecesOf } from './tocPieces.js';
import type { TocPiece } from './tocPieces.js';
import type { TocPlace } from './tocPlace.js';

/** What pieces are pieces of. */
export interface PiecedLayer {
  readonly blob: ByteSource;
  readonly place: TocPlace;
  /** Of the uncompressed layer. */
  readonly contentSizeBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads every piece that a table of contents tells of from where it is said to be stored, as an engine does that
 * fetches the layer in parts, and compares it with its digest; in words. Together they can be no more than the layer.
 */
export async function* checkPieces(
  entries: readonly TocEntry[],
  layer: PiecedLayer,
): AsyncGenerator<string, void, undefined> {
  const pieces: TocPiece[] = [];
  for (const piece of piecesOf(entries, layer.place)) {
    if (typeof piece === 'string') {
      yield piece;
    } else {
      pieces.push(piece);
    }
  }
  const groups = groupByPlace(pieces);
  const toRead = groups.reduce((sum, group) => sum + bytesToRead(group), 0);
  if (toRead > layer.contentSizeBytes) {
    yield `its pieces have ${toRead} bytes, but the layer has ${layer.contentSizeBytes}`;
    return;
  }
  for (const [index, group] of groups.entries()) {
    // Why: what an engine fetches for a piece ends where the next one begins.
    const next = groups[index + 1]?.[0]?.offset ?? layer.place.offset;
    yield* checkGroup(group, next, layer);
  }
}

type Group = readonly TocPiece[];

/** Pieces that are unpacked together, since they may share a stretch of stored bytes; in the order of the stretches. */
function groupByPlace(pieces: readonly TocPiece[]): readonly Group[] {
  const groups = new Map<number, TocPiece[]>();
  for (const piece of pieces) {
    const group = groups.get(piece.offset) ?? [];
    group.push(piece);
    groups.set(piece.offset, group);
  }
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => a.innerOffset - b.innerOffset))
    .toSorted(([a], [b]) => (a?.offset ?? 0) - (b?.offset ?? 0));
}

function endOf(group: Group): number {
  return group.reduce((most, { innerOffset, sizeBytes }) => Math.max(most, innerOffset + sizeBytes), 0);
}

/** Why both: pieces may have gaps between them, and may overlap. */
function bytesToRead(group: Group): number {
  return Math.max(
    endOf(group),
    group.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  );
}

interface Measured {
  readonly piece: TocPiece;
  readonly hash: Hash;
  passedBytes: number;
}

async function* checkGroup(
  group: Group,
  next: number,
  layer: PiecedLayer,
): AsyncGenerator<string, void, undefined> {
  const measured = group.map((piece): Measured => ({ piece, hash: createHash('sha256'), passedBytes: 0 }));
  try {
    await measure(measured, next, layer);
  } catch (error) {
    // Why no word of it here: a piece that is cut off is told of below, with its name.
    if (!isCoreError(error)) {
      throw error;
    }
  }
  for (const { piece, hash, passedBytes } of measured) {
    if (passedBytes < piece.sizeBytes || `sha256:${hash.digest('hex')}` !== piece.digest) {
      yield `the content of ${piece.name} that it has at byte ${piece.offset} is not ${piece.digest}`;
    }
  }
}

async function measure(
  measured: readonly Measured[],
  next: number,
  { blob, place, signal }: PiecedLayer,
): Promise<void> {
  const group = measured.map(({ piece }) => piece);
  const stretch = {
    kind: place.kind,
    offset: group[0]?.offset ?? 0,
    end: Math.min(
      next,
      group.reduce((most, { end }) => Math.max(most, end), 0),
    ),
    wantedBytes: endOf(group),
  };
  let left = measured;
  let position = 0;
  for await (const chunk of unpackStretch(blob, stretch)) {
    signal?.throwIfAborted();
    const reached = position + chunk.length;
    for (const one of until(left, reached)) {
      take(one, chunk, position);
    }
    left = left.slice(countOfPassed(left));
    position = reached;
    if (position >= stretch.wantedBytes) {
      return;
    }
  }
}

/** Those that begin before a position; they come in the order in which they begin. */
function until(measured: readonly Measured[], position: number): readonly Measured[] {
  const after = measured.findIndex(({ piece }) => piece.innerOffset >= position);
  return after === -1 ? measured : measured.slice(0, after);
}

function countOfPassed(measured: readonly Measured[]): number {
  const open = measured.findIndex(({ piece, passedBytes }) => passedBytes < piece.sizeBytes);
  return open === -1 ? measured.length : open;
}

/** Hashes what of a chunk belongs to a piece. */
function take(one: Measured, chunk: Uint8Array, position: number): void {
  const { innerOffset, sizeBytes } = one.piece;
  const from = Math.max(0, innerOffset - position);
  const part = chunk.subarray(from, Math.max(from, innerOffset + sizeBytes - position));
  one.hash.update(part);
  one.passedBytes += part.length;
}
