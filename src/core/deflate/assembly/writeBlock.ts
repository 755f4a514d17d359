import { bitCount, bits, out, putBits, putStored, setOutput } from './bitWriter';
import { makeCode, writeCodes } from './huffman';
import {
  blockCounts,
  distanceCodes,
  distanceCountOffset,
  distanceLengths,
  distanceLimit,
  distanceSymbols,
  headerCodes,
  headerCounts,
  headerItems,
  headerLengths,
  litLenCodes,
  litLenLengths,
  litLenLimit,
  litLenSymbols,
  matchLengthCodes,
  matchLengthSymbols,
  maxMatch,
} from './layout';

/** Number of length symbols, 257 to 285. */
const lengthSymbols: u32 = 29;
const headerSymbols: u32 = 19;

/** The order in which the code length code is told. https://www.rfc-editor.org/rfc/rfc1951#section-3.2.7 */
const headerOrder = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);

/** By length symbol less 257: how many extra bits follow, and the shortest length. */
const lengthExtraBits = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const lengthBases = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
]);

/** Fills the table of length symbols. */
export function prepareLengthTable(): void {
  for (let symbol: u32 = 0; symbol < lengthSymbols; symbol++) {
    const base = <u32>load<u16>(lengthBases + (symbol << 1));
    const end = symbol + 1 < lengthSymbols ? base + (1 << load<u8>(lengthExtraBits + symbol)) : 259;
    for (let length = base; length < end; length++) {
      store<u8>(matchLengthSymbols + length, symbol);
    }
  }
}

/** Writes one block in the shortest of the three forms, from its bytes, its sequences and `blockCounts`. */
export function writeBlock(start: usize, end: usize, first: usize, last: usize): void {
  store<u32>(blockCounts, 1, 256 * 4);
  makeCode(blockCounts, litLenSymbols, litLenLimit, litLenLengths, litLenCodes);
  makeCode(
    blockCounts + distanceCountOffset,
    distanceSymbols,
    distanceLimit,
    distanceLengths,
    distanceCodes,
  );
  const header = prepareHeader();
  const dynamicBits = headerBits + bodyBits();
  const storedBits = (<u32>(end - start) << 3) + ((<u32>(end - start) / 65535 + 1) * 42);
  const fixedBits = fixedBodyBits() + 3;
  if (storedBits <= min(dynamicBits, fixedBits)) {
    putStored(start, <u32>(end - start));
  } else {
    if (fixedBits <= dynamicBits) {
      useFixedCodes();
      putBits(2, 3);
    } else {
      putBits(4, 3);
      writeHeader(header);
    }
    writeBody(start, first, last);
  }
  store<u32>(blockCounts, 0, 256 * 4);
}

let headerBits: u32 = 0;
let headerCodeCount: u32 = 0;
let litLenCount: u32 = 0;
let distanceCount: u32 = 0;

/** Puts the code lengths as they are told at `headerItems`; returns where they end. */
function prepareHeader(): usize {
  litLenCount = usedSymbols(litLenLengths, litLenSymbols, 257);
  distanceCount = usedSymbols(distanceLengths, distanceSymbols, 1);
  memory.fill(headerCounts, 0, headerSymbols * 4);
  let at = packLengths(litLenLengths, litLenCount, headerItems);
  at = packLengths(distanceLengths, distanceCount, at);
  makeCode(headerCounts, headerSymbols, 7, headerLengths, headerCodes);
  headerCodeCount = headerSymbols;
  while (headerCodeCount > 4 && load<u8>(headerLengths + load<u8>(headerOrder + headerCodeCount - 1)) == 0) {
    headerCodeCount--;
  }
  headerBits = 17 + headerCodeCount * 3;
  for (let item = headerItems; item < at; item += 2) {
    const symbol = <u32>load<u8>(item);
    headerBits += load<u8>(headerLengths + symbol) + extraBitsOf(symbol);
  }
  return at;
}

function usedSymbols(lengths: usize, count: u32, least: u32): u32 {
  let used = count;
  while (used > least && load<u8>(lengths + used - 1) == 0) {
    used--;
  }
  return used;
}

/** Repeats: symbol 16 for the length before (3 to 6), 17 and 18 for zeros (3 to 10, 11 to 138). */
function packLengths(lengths: usize, count: u32, items: usize): usize {
  let at = items;
  for (let index: u32 = 0; index < count;) {
    const length = <u32>load<u8>(lengths + index);
    let run: u32 = 1;
    while (index + run < count && load<u8>(lengths + index + run) == length) {
      run++;
    }
    index += run;
    if (length != 0) {
      at = putItem(at, length, 0);
      run--;
      while (run >= 3) {
        const times = min(run, 6);
        at = putItem(at, 16, times - 3);
        run -= times;
      }
    } else {
      while (run >= 3) {
        const times = min(run, 138);
        at = times > 10 ? putItem(at, 18, times - 11) : putItem(at, 17, times - 3);
        run -= times;
      }
    }
    for (; run > 0; run--) {
      at = putItem(at, length, 0);
    }
  }
  return at;
}

function putItem(at: usize, symbol: u32, extra: u32): usize {
  store<u16>(at, <u16>(symbol | (extra << 8)));
  const count = headerCounts + (symbol << 2);
  store<u32>(count, load<u32>(count) + 1);
  return at + 2;
}

function extraBitsOf(symbol: u32): u32 {
  return symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
}

function writeHeader(end: usize): void {
  putBits((litLenCount - 257) | ((distanceCount - 1) << 5) | ((headerCodeCount - 4) << 10), 14);
  for (let index: u32 = 0; index < headerCodeCount; index++) {
    putBits(load<u8>(headerLengths + load<u8>(headerOrder + index)), 3);
  }
  for (let item = headerItems; item < end; item += 2) {
    const symbol = <u32>load<u8>(item);
    const code = load<u32>(headerCodes + (symbol << 2));
    putBits(code & 0xffff, code >>> 16);
    putBits(load<u8>(item, 1), extraBitsOf(symbol));
  }
}

/** What the symbols of the block take in the codes that were made, with extra bits. */
function bodyBits(): u32 {
  let total: u32 = 0;
  for (let symbol: u32 = 0; symbol < litLenSymbols; symbol++) {
    total += load<u32>(blockCounts + (symbol << 2)) * load<u8>(litLenLengths + symbol);
  }
  for (let slot: u32 = 0; slot < distanceSymbols; slot++) {
    total += load<u32>(blockCounts + distanceCountOffset + (slot << 2)) * load<u8>(distanceLengths + slot);
  }
  return total + extraBits();
}

function extraBits(): u32 {
  let total: u32 = 0;
  for (let symbol: u32 = 8; symbol < lengthSymbols; symbol++) {
    total += load<u32>(blockCounts + ((257 + symbol) << 2)) * load<u8>(lengthExtraBits + symbol);
  }
  for (let slot: u32 = 4; slot < distanceSymbols; slot++) {
    total += load<u32>(blockCounts + distanceCountOffset + (slot << 2)) * ((slot >>> 1) - 1);
  }
  return total;
}

/** The length of a symbol's fixed code. https://www.rfc-editor.org/rfc/rfc1951#section-3.2.6 */
function fixedLength(symbol: u32): u32 {
  return symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
}

function fixedBodyBits(): u32 {
  let total = extraBits();
  for (let symbol: u32 = 0; symbol < litLenSymbols; symbol++) {
    total += load<u32>(blockCounts + (symbol << 2)) * fixedLength(symbol);
  }
  for (let slot: u32 = 0; slot < distanceSymbols; slot++) {
    total += load<u32>(blockCounts + distanceCountOffset + (slot << 2)) * 5;
  }
  return total;
}

function useFixedCodes(): void {
  for (let symbol: u32 = 0; symbol < 288; symbol++) {
    store<u8>(litLenLengths + symbol, fixedLength(symbol));
  }
  memory.fill(distanceLengths, 5, 32);
  writeCodes(litLenLengths, 288, litLenCodes);
  writeCodes(distanceLengths, 32, distanceCodes);
}

/** Joins each length's code with its extra bits. */
function prepareLengthCodes(): void {
  for (let length: u32 = 3; length <= maxMatch; length++) {
    const symbol = <u32>load<u8>(matchLengthSymbols + length);
    const code = load<u32>(litLenCodes + ((257 + symbol) << 2));
    const extra = length - load<u16>(lengthBases + (symbol << 1));
    const count = (code >>> 16) + load<u8>(lengthExtraBits + symbol);
    store<u32>(
      matchLengthCodes + (length << 2),
      (code & 0xffff) | (extra << (code >>> 16)) | (count << 24),
    );
  }
}

// @ts-ignore: decorator
@inline
function literal(at: usize): u32 {
  return load<u32>(litLenCodes + (<usize>load<u8>(at) << 2));
}

/** Writes the block's literals and matches, and its end. */
function writeBody(start: usize, first: usize, last: usize): void {
  prepareLengthCodes();
  let pending = bits;
  let count = bitCount;
  let to = out;
  let from = start;
  for (let at = first; at < last; at += 8) {
    let literals = load<u32>(at);
    const match = load<u32>(at, 4);
    for (; literals >= 4; literals -= 4) {
      for (let index: usize = 0; index < 4; index++) {
        const code = literal(from + index);
        pending |= <u64>(code & 0xffff) << count;
        count += code >>> 16;
      }
      from += 4;
      store<u64>(to, pending);
      to += <usize>(count >> 3);
      pending >>= count & ~7;
      count &= 7;
    }
    for (; literals > 0; literals--) {
      const code = literal(from);
      pending |= <u64>(code & 0xffff) << count;
      count += code >>> 16;
      from++;
    }
    if (count > 7) {
      store<u64>(to, pending);
      to += <usize>(count >> 3);
      pending >>= count & ~7;
      count &= 7;
    }
    const length = match >>> 16;
    if (length == 0) {
      continue;
    }
    const lengthCode = load<u32>(matchLengthCodes + (length << 2));
    pending |= <u64>(lengthCode & 0xffffff) << count;
    count += lengthCode >>> 24;
    const offset = match & 0xffff;
    if (offset < 2) {
      const code = load<u32>(distanceCodes + (offset << 2));
      pending |= <u64>(code & 0xffff) << count;
      count += code >>> 16;
    } else {
      const extraCount = <u32>(30 - clz(offset));
      const slot = ((extraCount + 1) << 1) + ((offset >>> extraCount) & 1);
      const code = load<u32>(distanceCodes + (slot << 2));
      pending |= <u64>((code & 0xffff) | ((offset & ((1 << extraCount) - 1)) << (code >>> 16))) << count;
      count += (code >>> 16) + extraCount;
    }
    store<u64>(to, pending);
    to += <usize>(count >> 3);
    pending >>= count & ~7;
    count &= 7;
    from += length;
  }
  setOutput(pending, count, to);
  const end = load<u32>(litLenCodes + 256 * 4);
  putBits(end & 0xffff, end >>> 16);
}
