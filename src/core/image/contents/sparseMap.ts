import { ImageError } from '../imageError.js';
import { decodeNumber } from './layerHeader.js';
import type { SparsePiece } from './layerEntry.js';
import type { ByteRequest } from './byteFeed.js';
import { paxInteger, paxText } from './paxFields.js';
import type { PaxFields } from './paxFields.js';

/** A sparse file as its headers tell of it. */
export interface SparseFile {
  /** With its holes. */
  readonly sizeBytes: number;
  readonly pieces: readonly SparsePiece[];
  /** What of the stored content was read to know this. */
  readonly mapBytes: number;
}

const maxPieces = 100_000;
const blockBytes = 512;

/** Reads how a sparse file is laid out. https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html */
export type SparseReader = Generator<ByteRequest, SparseFile, Uint8Array>;

/** GNU's old form (type `S`): four pieces in the header, the others in blocks that follow it. */
export function* readOldSparse(header: Uint8Array, offset: number): SparseReader {
  const pieces = [...oldPieces(header, { start: 386, count: 4, offset })];
  const sizeBytes = decodeNumber(header.subarray(483, 495), 'size', offset);
  let mapBytes = 0;
  for (let isMore = header[482] === 1; isMore; mapBytes += blockBytes) {
    const block = yield { kind: 'take', sizeBytes: blockBytes };
    if (block.length === 0) {
      throw new ImageError(
        'archive-truncated',
        `The layer is cut off in the sparse map of the header at byte ${offset}.`,
      );
    }
    pieces.push(...oldPieces(block, { start: 0, count: 21, offset }));
    isMore = block[504] === 1;
    checkCount(pieces.length, offset);
  }
  return checked({ sizeBytes, pieces, mapBytes }, offset);
}

function* oldPieces(
  block: Uint8Array,
  { start, count, offset }: { readonly start: number; readonly count: number; readonly offset: number },
): Generator<SparsePiece> {
  for (let index = 0; index < count; index += 1) {
    const at = start + index * 24;
    // Why: entries that are not used are all zeros.
    if (block[at + 12] === 0) {
      return;
    }
    yield {
      offset: decodeNumber(block.subarray(at, at + 12), 'sparse map', offset),
      sizeBytes: decodeNumber(block.subarray(at + 12, at + 24), 'sparse map', offset),
    };
  }
}

/** Whether PAX records tell of a sparse file. */
export function isPaxSparse(pax: PaxFields): boolean {
  return pax.has('GNU.sparse.major') || pax.has('GNU.sparse.map');
}

/** The PAX forms 0.1 (the map in a record) and 1.0 (the map ahead of the content). */
export function* readPaxSparse(pax: PaxFields, offset: number): SparseReader {
  const sizeBytes =
    paxInteger(pax, 'GNU.sparse.realsize', offset) ?? paxInteger(pax, 'GNU.sparse.size', offset) ?? 0;
  const map = paxText(pax, 'GNU.sparse.map');
  if (map !== undefined) {
    const numbers = map.split(',').map((text) => toNumber(text, offset));
    return checked({ sizeBytes, pieces: toPieces(numbers, offset), mapBytes: 0 }, offset);
  }
  const { numbers, mapBytes } = yield* readMapBlocks(offset);
  return checked({ sizeBytes, pieces: toPieces(numbers, offset), mapBytes }, offset);
}

/** Decimal numbers, one a line: their count first; padded to whole blocks. */
function* readMapBlocks(
  offset: number,
): Generator<ByteRequest, { readonly numbers: readonly number[]; readonly mapBytes: number }, Uint8Array> {
  const numbers: number[] = [];
  let rest = '';
  let mapBytes = 0;
  do {
    const block = yield { kind: 'take', sizeBytes: blockBytes };
    if (block.length === 0) {
      throw new ImageError(
        'archive-truncated',
        `The layer is cut off in the sparse map of the header at byte ${offset}.`,
      );
    }
    mapBytes += blockBytes;
    const lines = `${rest}${new TextDecoder().decode(block)}`.split('\n');
    rest = lines.pop() ?? '';
    numbers.push(...lines.map((line) => toNumber(line, offset)));
    checkCount(numbers.length / 2, offset);
  } while (numbers.length === 0 || numbers.length < 1 + 2 * (numbers[0] ?? 0));
  return { numbers: numbers.slice(1, 1 + 2 * (numbers[0] ?? 0)), mapBytes };
}

function toNumber(text: string, offset: number): number {
  const value = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) {
    throw broken(offset);
  }
  return value;
}

function toPieces(numbers: readonly number[], offset: number): readonly SparsePiece[] {
  checkCount(numbers.length / 2, offset);
  if (numbers.length % 2 !== 0) {
    throw broken(offset);
  }
  return Array.from({ length: numbers.length / 2 }, (_, index) => ({
    offset: numbers[2 * index] ?? 0,
    sizeBytes: numbers[2 * index + 1] ?? 0,
  }));
}

/** Pieces stand in order, do not overlap, and lie inside the file. */
function checked(file: SparseFile, offset: number): SparseFile {
  let end = 0;
  for (const piece of file.pieces) {
    if (piece.offset < end || piece.sizeBytes < 0) {
      throw broken(offset);
    }
    end = piece.offset + piece.sizeBytes;
  }
  if (!(end <= file.sizeBytes)) {
    throw broken(offset);
  }
  return file;
}

function checkCount(count: number, offset: number): void {
  if (count > maxPieces) {
    throw new ImageError(
      'archive-too-large',
      `The sparse file at byte ${offset} of the layer has more than ${maxPieces} pieces.`,
    );
  }
}

function broken(offset: number): ImageError {
  return new ImageError(
    'archive-corrupt',
    `The sparse file at byte ${offset} of the layer has a broken map.`,
  );
}
