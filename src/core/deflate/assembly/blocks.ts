import {
  blockCounts,
  countBytes,
  distanceCountOffset,
  maxSequences,
  segmentCounts,
  sequences,
} from './layout';
import { bitsOf } from './entropy';
import { writeBlock } from './writeBlock';

// A block grows by segments. A segment whose symbols are spread so differently that codes of its own save more than
// their description takes begins a new block.

/** What describing a block's codes takes, roughly, in bits. */
const descriptionBits: u32 = 70 * 8;

/** A segment ends after so many matches, or so many bytes where matches are few. */
const segmentMatches: u32 = 2048;
const segmentBytes: u32 = 24 * 1024;

/** Where the next sequence goes, and where the segment should end. */
export let nextSequence: usize = sequences;
export let segmentEnd: usize = 0;
export let segmentLimit: usize = 0;

let blockStart: usize = 0;
let segmentStart: usize = 0;
let segmentSequence: usize = 0;
let blockBits: u32 = 0;

/** Starts with the byte at `at`. */
export function startBlocks(at: usize): void {
  memory.fill(blockCounts, 0, countBytes);
  nextSequence = sequences;
  blockStart = at;
  blockBits = 0;
  startSegment(at);
}

function startSegment(at: usize): void {
  memory.fill(segmentCounts, 0, countBytes);
  segmentStart = at;
  segmentSequence = nextSequence;
  segmentEnd = nextSequence + segmentMatches * 8;
  segmentLimit = at + segmentBytes;
}

/** Counts the literal at `at`. */
// @ts-ignore: decorator
@inline
export function countLiteral(at: usize): void {
  const count = segmentCounts + (<usize>load<u8>(at) << 2);
  store<u32>(count, load<u32>(count) + 1);
}

/** Counts literals that lie together. */
// @ts-ignore: decorator
@inline
export function countLiterals(from: usize, to: usize): void {
  for (let at = from; at < to; at++) {
    countLiteral(at);
  }
}

/** Adds a sequence of literals and the match that follows them. */
// @ts-ignore: decorator
@inline
export function addSequence(literals: u32, length: u32, distance: u32): void {
  store<u32>(nextSequence, literals);
  store<u32>(nextSequence, (length << 16) | (distance - 1), 4);
  nextSequence += 8;
}

/** Ends a segment before the byte at `at`; counted literals since the last match are a sequence without one. */
export function endSegment(literalStart: usize, at: usize): void {
  if (literalStart < at) {
    store<u32>(nextSequence, <u32>(at - literalStart));
    store<u32>(nextSequence, 0, 4);
    nextSequence += 8;
  }
  const segmentBits = bitsOf(segmentCounts);
  addCounts(segmentCounts, blockCounts);
  const joinedBits = bitsOf(blockCounts);
  const isFull = nextSequence - sequences > (maxSequences - segmentMatches - 2) * 8;
  if (segmentStart > blockStart && (isFull || joinedBits > blockBits + segmentBits + descriptionBits)) {
    cutBefore(at, segmentBits);
  } else {
    blockBits = joinedBits;
  }
  startSegment(at);
}

/** Writes the block without its last segment, which becomes the start of the next one. */
function cutBefore(at: usize, segmentBits: u32): void {
  subtractCounts(segmentCounts, blockCounts);
  writeBlock(blockStart, segmentStart, sequences, segmentSequence);
  const moved = nextSequence - segmentSequence;
  memory.copy(sequences, segmentSequence, moved);
  nextSequence = sequences + moved;
  memory.copy(blockCounts, segmentCounts, countBytes);
  blockStart = segmentStart;
  blockBits = segmentBits;
}

/** Writes what is left, up to the byte at `at`. */
export function endBlocks(literalStart: usize, at: usize): void {
  endSegment(literalStart, at);
  if (at > blockStart) {
    writeBlock(blockStart, at, sequences, nextSequence);
  }
}

function addCounts(from: usize, to: usize): void {
  for (let offset: usize = 0; offset < countBytes; offset += 4) {
    store<u32>(to + offset, load<u32>(to + offset) + load<u32>(from + offset));
  }
}

function subtractCounts(from: usize, to: usize): void {
  for (let offset: usize = 0; offset < countBytes; offset += 4) {
    store<u32>(to + offset, load<u32>(to + offset) - load<u32>(from + offset));
  }
}

/** Counts a match. */
// @ts-ignore: decorator
@inline
export function countMatch(lengthSymbol: u32, distance: u32): void {
  const length = segmentCounts + ((257 + lengthSymbol) << 2);
  store<u32>(length, load<u32>(length) + 1);
  const slot = segmentCounts + distanceCountOffset + (distanceSlot(distance - 1) << 2);
  store<u32>(slot, load<u32>(slot) + 1);
}

/** The symbol of a distance less one. https://www.rfc-editor.org/rfc/rfc1951#section-3.2.5 */
// @ts-ignore: decorator
@inline
function distanceSlot(offset: u32): u32 {
  if (offset < 2) {
    return offset;
  }
  const exponent = <u32>(31 - clz(offset));
  return (exponent << 1) + ((offset >>> (exponent - 1)) & 1);
}
