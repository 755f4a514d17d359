import type { Digest } from '../../base/digest.js';
import type { TocEntry } from './tableOfContents.js';
import type { TocPlace } from './tocPlace.js';

/** A part of a file that can be fetched alone. */
export interface TocPiece {
  readonly name: string;
  readonly offset: number;
  /** Behind its last stored byte. */
  readonly end: number;
  /** How much of what is unpacked from `offset` comes before it. */
  readonly innerOffset: number;
  readonly sizeBytes: number;
  readonly digest: Digest;
}

/** A file of which pieces are expected. */
interface OpenFile {
  readonly name: string;
  readonly sizeBytes: number;
  coveredBytes: number;
}

/** The pieces that a table of contents tells of; words where what it says of a file's content cannot be. */
export function* piecesOf(
  entries: readonly TocEntry[],
  place: TocPlace,
): Generator<TocPiece | string, void, undefined> {
  let file: OpenFile | undefined;
  for (const entry of entries) {
    if (entry.type !== 'chunk') {
      yield* gapOf(file);
      file = entry.type === 'reg' ? { name: entry.name, sizeBytes: entry.size, coveredBytes: 0 } : undefined;
    }
    if (file !== undefined && file.sizeBytes > 0) {
      yield* pieceOf(entry, file, place);
    } else if (entry.type === 'chunk') {
      yield `it has a piece of ${entry.name}, which is no file with content`;
    }
  }
  yield* gapOf(file);
}

function* gapOf(file: OpenFile | undefined): Generator<string, void, undefined> {
  if (file !== undefined && file.coveredBytes !== file.sizeBytes) {
    yield `its pieces of ${file.name} have ${file.coveredBytes} bytes, but the file has ${file.sizeBytes}`;
  }
}

function* pieceOf(
  entry: TocEntry,
  file: OpenFile,
  place: TocPlace,
): Generator<TocPiece | string, void, undefined> {
  const { name, chunkOffset, chunkSize, chunkType } = entry;
  // Why: the last piece, and one that is the whole file, need not say how long they are.
  const sizeBytes = chunkSize === 0 ? Math.max(0, file.sizeBytes - chunkOffset) : chunkSize;
  const isNext = chunkOffset === file.coveredBytes && name === file.name;
  file.coveredBytes += sizeBytes;
  if (!isNext) {
    yield `it has a piece of ${name} out of its turn`;
  } else if (chunkType !== 'zeros') {
    const isWhole = sizeBytes === file.sizeBytes;
    const digest = entry.chunkDigest ?? (isWhole ? entry.digest : undefined);
    yield digest === undefined
      ? `it does not say what the content of ${name} is`
      : storedPiece(entry, { name, sizeBytes, digest }, place);
  }
}

function storedPiece(
  { offset, endOffset, innerOffset }: TocEntry,
  piece: Pick<TocPiece, 'name' | 'sizeBytes' | 'digest'>,
  place: TocPlace,
): TocPiece | string {
  const end = endOffset ?? place.offset;
  if (offset === undefined) {
    return `it does not say where the content of ${piece.name} is`;
  }
  return offset >= end || end > place.offset
    ? `it has the content of ${piece.name} at byte ${offset} to ${end}, but the table is at ${place.offset}`
    : { ...piece, offset, end, innerOffset };
}
