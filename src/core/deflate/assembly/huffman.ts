import {
  leafParents,
  lengthCounts,
  nodeDepths,
  nodeParents,
  nodeWeights,
  sortBuckets,
  sortKeys,
} from './layout';

const symbolBits: u32 = 9;
const symbolMask: u32 = (1 << symbolBits) - 1;

/**
 * Makes the code of `count` symbols from how often they occur (`counts`, u32 each): the length of each symbol's code at
 * `lengths` (u8 each, at most `limit`, 0 for a symbol that does not occur) and the codes at `codes`. The code is
 * always complete, so that no reader finds fault with it: where fewer than two symbols occur, others get a code too.
 */
export function makeCode(counts: usize, count: u32, limit: u32, lengths: usize, codes: usize): void {
  const used = sortSymbols(counts, count);
  memory.fill(lengths, 0, count);
  if (used < 2) {
    const symbol = used == 0 ? 0 : load<u32>(sortKeys) & symbolMask;
    store<u8>(lengths + symbol, 1);
    store<u8>(lengths + (symbol == 0 ? 1 : 0), 1);
  } else {
    joinNodes(used);
    countLengths(used, limit);
    giveLengths(used, limit, lengths);
  }
  writeCodes(lengths, count, codes);
}

/** Symbols that occur more often than this are sorted by comparing; the others by counting. */
const often: u32 = 255;

/** Sorts the symbols that occur by how often they do; returns their number. */
function sortSymbols(counts: usize, count: u32): u32 {
  memory.fill(sortBuckets, 0, (often + 2) << 2);
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    add(sortBuckets + (min(load<u32>(counts + (symbol << 2)), often) << 2), 1);
  }
  let used: u32 = 0;
  for (let times: u32 = 1; times <= often; times++) {
    const bucket = sortBuckets + (times << 2);
    const symbols = load<u32>(bucket);
    store<u32>(bucket, used);
    used += symbols;
  }
  const frequent = load<u32>(sortBuckets + (often << 2));
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const times = load<u32>(counts + (symbol << 2));
    if (times != 0) {
      const bucket = sortBuckets + (min(times, often) << 2);
      const at = load<u32>(bucket);
      store<u32>(bucket, at + 1);
      store<u32>(sortKeys + (at << 2), (times << symbolBits) | symbol);
    }
  }
  sortKeysFrom(frequent, used);
  return used;
}

function sortKeysFrom(start: u32, end: u32): void {
  for (let gap = end - start; gap > 1;) {
    gap = gap > 4 ? (gap * 4) / 9 : 1;
    for (let index = start + gap; index < end; index++) {
      const key = load<u32>(sortKeys + (index << 2));
      let at = index;
      while (at >= start + gap && load<u32>(sortKeys + ((at - gap) << 2)) > key) {
        store<u32>(sortKeys + (at << 2), load<u32>(sortKeys + ((at - gap) << 2)));
        at -= gap;
      }
      store<u32>(sortKeys + (at << 2), key);
    }
  }
}

/** Joins the two lightest nodes until one is left. New nodes come in the order of their weight. */
function joinNodes(used: u32): void {
  let leaf: u32 = 0;
  let node: u32 = 0;
  for (let made: u32 = 0; made < used - 1; made++) {
    let weight: u32 = 0;
    for (let child = 0; child < 2; child++) {
      const leafWeight = leaf < used ? load<u32>(sortKeys + (leaf << 2)) >>> symbolBits : u32.MAX_VALUE;
      const nodeWeight = node < made ? load<u32>(nodeWeights + (node << 2)) : u32.MAX_VALUE;
      if (leafWeight <= nodeWeight) {
        store<u32>(leafParents + (leaf << 2), made);
        weight += leafWeight;
        leaf++;
      } else {
        store<u32>(nodeParents + (node << 2), made);
        weight += nodeWeight;
        node++;
      }
    }
    store<u32>(nodeWeights + (made << 2), weight);
  }
}

/** Counts the codes of each length; those that are too long become `limit` long, and others longer in exchange. */
function countLengths(used: u32, limit: u32): void {
  memory.fill(lengthCounts, 0, 16 * 4);
  store<u32>(nodeDepths + ((used - 2) << 2), 0);
  for (let node: i32 = <i32>used - 3; node >= 0; node--) {
    const parent = load<u32>(nodeParents + (<u32>node << 2));
    store<u32>(nodeDepths + (<u32>node << 2), load<u32>(nodeDepths + (parent << 2)) + 1);
  }
  let space: u32 = 0;
  for (let leaf: u32 = 0; leaf < used; leaf++) {
    const parent = load<u32>(leafParents + (leaf << 2));
    const length = min(load<u32>(nodeDepths + (parent << 2)) + 1, limit);
    const at = lengthCounts + (length << 2);
    store<u32>(at, load<u32>(at) + 1);
    space += 1 << (limit - length);
  }
  for (const all: u32 = 1 << limit; space > all; space--) {
    let length = limit - 1;
    while (load<u32>(lengthCounts + (length << 2)) == 0) {
      length--;
    }
    add(lengthCounts + (length << 2), -1);
    add(lengthCounts + ((length + 1) << 2), 2);
    add(lengthCounts + (limit << 2), -1);
  }
}

// @ts-ignore: decorator
@inline
function add(at: usize, value: i32): void {
  store<i32>(at, load<i32>(at) + value);
}

/** The rarest symbols get the longest codes. */
function giveLengths(used: u32, limit: u32, lengths: usize): void {
  let index: u32 = 0;
  for (let length = limit; length > 0; length--) {
    for (let left = load<u32>(lengthCounts + (length << 2)); left > 0; left--) {
      const symbol = load<u32>(sortKeys + (index << 2)) & symbolMask;
      store<u8>(lengths + symbol, length);
      index++;
    }
  }
}

/** Numbers the codes as RFC 1951, section 3.2.2 says, and turns their bits round: the first is written first. */
export function writeCodes(lengths: usize, count: u32, codes: usize): void {
  memory.fill(lengthCounts, 0, 32 * 4);
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    add(lengthCounts + (<usize>load<u8>(lengths + symbol) << 2), 1);
  }
  store<u32>(lengthCounts, 0);
  const nextCodes = lengthCounts + 16 * 4;
  let code: u32 = 0;
  for (let length: u32 = 1; length < 16; length++) {
    code = (code + load<u32>(lengthCounts + ((length - 1) << 2))) << 1;
    store<u32>(nextCodes + (length << 2), code);
  }
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const length = <u32>load<u8>(lengths + symbol);
    const at = nextCodes + (length << 2);
    const next = load<u32>(at);
    store<u32>(at, next + 1);
    store<u32>(codes + (symbol << 2), length == 0 ? 0 : reversed(next, length) | (length << 16));
  }
}

function reversed(code: u32, length: u32): u32 {
  let bits = code;
  bits = ((bits & 0x5555) << 1) | ((bits >>> 1) & 0x5555);
  bits = ((bits & 0x3333) << 2) | ((bits >>> 2) & 0x3333);
  bits = ((bits & 0x0f0f) << 4) | ((bits >>> 4) & 0x0f0f);
  bits = ((bits & 0x00ff) << 8) | ((bits >>> 8) & 0x00ff);
  return bits >>> (16 - length);
}
