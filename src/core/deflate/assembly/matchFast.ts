import { addSequence, countLiteral, countLiterals, countMatch, endSegment, nextSequence, segmentEnd, segmentLimit } from './blocks';
import { bucketBits, buckets, input, matchLengthSymbols, maxMatch, windowBytes } from './layout';

// Each bucket holds the two newest positions with one hash, mod 2^16, the newer one in the low half. A position is only
// a hint: what counts is that the bytes there are the same and lie inside the window.

const multiplier: u32 = 0x9e3779b1;

// @ts-ignore: decorator
@inline
function bucketOf(bytes: u32): usize {
  return buckets + <usize>(((bytes * multiplier) >>> (32 - bucketBits)) << 2);
}

// @ts-ignore: decorator
@inline
function insert(at: usize): void {
  const bucket = bucketOf(load<u32>(at));
  store<u32>(bucket, (load<u32>(bucket) << 16) | (<u32>(at - input) & 0xffff));
}

/** Remembers the positions of the dictionary. */
export function learnFast(from: usize, to: usize): void {
  memory.fill(buckets, 0, (4 as usize) << bucketBits);
  for (let at = from; at < to; at++) {
    insert(at);
  }
}

/** How far the bytes at two places are the same, from `length` on. */
// @ts-ignore: decorator
@inline
function extend(one: usize, two: usize, length: u32, most: u32): u32 {
  let same = length;
  while (same + 8 <= most) {
    const difference = load<u64>(one + same) ^ load<u64>(two + same);
    if (difference != 0) {
      return same + (<u32>ctz(difference) >>> 3);
    }
    same += 8;
  }
  while (same < most && load<u8>(one + same) == load<u8>(two + same)) {
    same++;
  }
  return same;
}

/** The longer match of a bucket's two positions, as its length from bit 16 and its distance less one; 0: none. */
// @ts-ignore: decorator
@inline
function probe(at: usize, end: usize): u32 {
  const here = load<u64>(at);
  const bucket = bucketOf(<u32>here);
  const entry = load<u32>(bucket);
  const position = <u32>(at - input);
  store<u32>(bucket, (entry << 16) | (position & 0xffff));
  const reach = min(position, windowBytes);
  let distance = (position - entry) & 0xffff;
  const other = (position - (entry >>> 16)) & 0xffff;
  const difference = here ^ load<u64>(at - distance);
  const otherDifference = here ^ load<u64>(at - other);
  const isGood = (<u32>difference == 0) & (distance - 1 < reach);
  const isOtherGood = (<u32>otherDifference == 0) & (other - 1 < reach);
  if (!(isGood | isOtherGood)) {
    return 0;
  }
  const most = min(<u32>(end - at), maxMatch);
  let length: u32 = 0;
  if (isGood) {
    length = difference != 0 ? <u32>ctz(difference) >>> 3 : extend(at, at - distance, 8, most);
  }
  if (isOtherGood) {
    const otherLength =
      otherDifference != 0 ? <u32>ctz(otherDifference) >>> 3 : extend(at, at - other, 8, most);
    if (otherLength > length) {
      length = otherLength;
      distance = other;
    }
  }
  return (length << 16) | (distance - 1);
}

/**
 * Finds matches from `start` to `end` and adds them to the blocks; a match shorter than `patience` gives way to a longer
 * one that starts a byte later. The more literals there are without a match, the larger the steps. Returns where the
 * literals after the last match start.
 */
export function matchFast(start: usize, end: usize, stepBits: u32, patience: u32): usize {
  let at = start;
  let literalStart = start;
  const last = end - min(<u32>(end - start), 12);
  while (at < last) {
    let found = probe(at, end);
    if (found == 0) {
      const step = <u32>(at - literalStart) >>> stepBits;
      countLiteral(at);
      at++;
      if (step > 0) {
        const stepEnd = min(at + step, last);
        countLiterals(at, stepEnd);
        at = stepEnd;
      }
      if (at >= segmentLimit) {
        endSegment(literalStart, at);
        literalStart = at;
      }
      continue;
    }
    let inserted = at + 1;
    while (found >>> 16 < patience && inserted < last) {
      const later = probe(inserted, end);
      inserted++;
      if (later >>> 16 <= found >>> 16) {
        break;
      }
      countLiteral(at);
      at++;
      found = later;
    }
    const length = found >>> 16;
    const distance = (found & 0xffff) + 1;
    countMatch(load<u8>(matchLengthSymbols + length), distance);
    addSequence(<u32>(at - literalStart), length, distance);
    at += length;
    if (at < last) {
      for (; inserted + 3 <= at; inserted += 3) {
        insert(inserted);
        insert(inserted + 1);
        insert(inserted + 2);
      }
    }
    literalStart = at;
    if (nextSequence >= segmentEnd || at >= segmentLimit) {
      endSegment(literalStart, at);
    }
  }
  countLiterals(at, end);
  return literalStart;
}
