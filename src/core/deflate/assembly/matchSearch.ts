import { addSequence, countLiterals, countMatch, endSegment, nextSequence, segmentEnd, segmentLimit } from './blocks';
import {
  chains,
  headBits,
  heads,
  input,
  matchLengthSymbols,
  maxMatch,
  minMatch,
  shortHeadBits,
  shortHeads,
  windowBytes,
} from './layout';

// Positions with one hash of four bytes form a chain, the newest first. Where nothing that long is found, the newest
// place with the same three bytes is taken when it is near. A match waits for a better one that starts a byte later.

const multiplier: u32 = 0x9e3779b1;
const none: u32 = u32.MAX_VALUE;

/** Farther away, three bytes cost more as a match than as literals. */
const shortReach: u32 = 4096;

/** By level from 4: how many places are looked at, and the length that ends the search. */
const depths = memory.data<u16>([8, 14, 24, 48, 120, 600]);
const enough = memory.data<u16>([24, 32, 64, 130, 258, 258]);

/** The match that was found last; length 0: none. */
let foundLength: u32 = 0;
let foundDistance: u32 = 0;

// @ts-ignore: decorator
@inline
function headOf(bytes: u32): usize {
  return heads + <usize>(((bytes * multiplier) >>> (32 - headBits)) << 2);
}

// @ts-ignore: decorator
@inline
function shortHeadOf(bytes: u32): usize {
  return shortHeads + <usize>((((bytes << 8) * multiplier) >>> (32 - shortHeadBits)) << 2);
}

// @ts-ignore: decorator
@inline
function chainOf(position: u32): usize {
  return chains + <usize>((position & (windowBytes - 1)) << 2);
}

// @ts-ignore: decorator
@inline
function insert(at: usize): void {
  const bytes = load<u32>(at);
  const position = <u32>(at - input);
  const head = headOf(bytes);
  store<u32>(chainOf(position), load<u32>(head));
  store<u32>(head, position);
  store<u32>(shortHeadOf(bytes), position);
}

/** Remembers the positions of the dictionary. */
export function learnSearch(from: usize, to: usize): void {
  memory.fill(heads, 0xff, (4 as usize) << headBits);
  memory.fill(shortHeads, 0xff, (4 as usize) << shortHeadBits);
  for (let at = from; at < to; at++) {
    insert(at);
  }
}

function sameBytes(one: usize, two: usize, most: u32): u32 {
  let same: u32 = 0;
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

/** Looks for a match longer than `least`, of at most `most` bytes, and remembers the position. */
function find(at: usize, least: u32, most: u32, level: u32): void {
  const bytes = load<u32>(at);
  const position = <u32>(at - input);
  const stop = min(<u32>load<u16>(enough + ((level - 4) << 1)), most);
  let best = max(least, minMatch - 1);
  let depth = <u32>load<u16>(depths + ((level - 4) << 1));
  foundLength = 0;
  let candidate = load<u32>(headOf(bytes));
  const short = load<u32>(shortHeadOf(bytes));
  insert(at);
  while (candidate != none && position - candidate <= windowBytes && depth > 0) {
    const there = input + candidate;
    if (
      best < most &&
      load<u32>(there + best - 3) == load<u32>(at + best - 3) &&
      load<u32>(there) == bytes
    ) {
      const length = sameBytes(at, there, most);
      if (length > best) {
        best = length;
        foundLength = length;
        foundDistance = position - candidate;
        if (length >= stop) {
          return;
        }
      }
    }
    const next = load<u32>(chainOf(candidate));
    if (next >= candidate) {
      break;
    }
    candidate = next;
    depth--;
  }
  if (foundLength == 0 && least < 3 && most >= 3 && short != none && position - short <= shortReach) {
    if (((load<u32>(input + short) ^ bytes) & 0xffffff) == 0) {
      foundLength = 3;
      foundDistance = position - short;
    }
  }
}

/** Whether a match one byte later is worth the literal before it: a longer distance costs bits too. */
function isWorthwhile(length: u32, distance: u32, laterLength: u32, laterDistance: u32): bool {
  const gain = <i32>(laterLength - length) * 4 + <i32>clz(laterDistance) - <i32>clz(distance);
  return gain > 2;
}

/**
 * Finds matches from `start` to `end` and adds them to the blocks. Returns where the literals after the last match
 * start.
 */
export function matchSearch(start: usize, end: usize, level: u32): usize {
  let at = start;
  let literalStart = start;
  const last = end - min(<u32>(end - start), 4);
  const stop = <u32>load<u16>(enough + ((level - 4) << 1));
  while (at < last) {
    find(at, 0, min(<u32>(end - at), maxMatch), level);
    at++;
    if (foundLength == 0) {
      if (at >= segmentLimit) {
        countLiterals(literalStart, at);
        endSegment(literalStart, at);
        literalStart = at;
      }
      continue;
    }
    let from = at - 1;
    let length = foundLength;
    let distance = foundDistance;
    while (length < stop && at < last) {
      find(at, length - 1, min(<u32>(end - at), maxMatch), level);
      at++;
      if (foundLength == 0 || !isWorthwhile(length, distance, foundLength, foundDistance)) {
        break;
      }
      from = at - 1;
      length = foundLength;
      distance = foundDistance;
    }
    countLiterals(literalStart, from);
    countMatch(load<u8>(matchLengthSymbols + length), distance);
    addSequence(<u32>(from - literalStart), length, distance);
    literalStart = from + length;
    for (const insertEnd = min(literalStart, last); at < insertEnd; at++) {
      insert(at);
    }
    at = max(at, literalStart);
    if (nextSequence >= segmentEnd || at >= segmentLimit) {
      endSegment(literalStart, at);
    }
  }
  countLiterals(literalStart, end);
  return literalStart;
}
