import { distanceCountOffset, distanceSymbols, litLenSymbols, logTable, logTableBits } from './layout';

/** Fills the table of logarithms, bit by bit in whole numbers, so that it is the same on every machine. */
export function prepareLogTable(): void {
  const size: u32 = 1 << logTableBits;
  for (let index: u32 = 0; index <= size; index++) {
    let mantissa = <u64>(size + index) << (30 - logTableBits);
    let result: u32 = 0;
    for (let bit = 0; bit < 16; bit++) {
      result <<= 1;
      if (index < size) {
        mantissa = (mantissa * mantissa) >> 30;
        if (mantissa >= 1 << 31) {
          mantissa >>= 1;
          result |= 1;
        }
      }
    }
    store<u32>(logTable + (index << 2), index == size ? 1 << 16 : result);
  }
}

/** n × log2(n), with 16 bits after the point; n below 2^20. */
// @ts-ignore: decorator
@inline
function weigh(n: u32): u64 {
  if (n < 2) {
    return 0;
  }
  const exponent = <u32>(31 - clz(n));
  const mantissa =
    exponent > logTableBits ? n >>> (exponent - logTableBits) : n << (logTableBits - exponent);
  const log = (exponent << 16) + load<u32>(logTable + ((mantissa - (1 << logTableBits)) << 2));
  return <u64>n * log;
}

/** What a part of the symbols costs in an ideal code of its own, in bits with 16 bits after the point. */
function costOf(counts: usize, symbols: u32): u64 {
  let total: u32 = 0;
  let cost: u64 = 0;
  for (let at = counts, end = counts + (symbols << 2); at < end; at += 4) {
    const count = load<u32>(at);
    total += count;
    cost += weigh(count);
  }
  return weigh(total) - cost;
}

/** What symbols that occur so often cost in ideal codes, in bits. */
export function bitsOf(counts: usize): u32 {
  const cost =
    costOf(counts, litLenSymbols) + costOf(counts + distanceCountOffset, distanceSymbols);
  return <u32>(cost >> 16);
}
