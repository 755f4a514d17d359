import { output } from './layout';

/** Bits that are not written yet, the first one lowest; fewer than 8 after a flush. */
export let bits: u64 = 0;
export let bitCount: u64 = 0;
export let out: usize = output;

export function resetOutput(): void {
  bits = 0;
  bitCount = 0;
  out = output;
}

/** Hands back what an inner loop kept in variables of its own. */
// @ts-ignore: decorator
@inline
export function setOutput(newBits: u64, newCount: u64, newOut: usize): void {
  bits = newBits;
  bitCount = newCount;
  out = newOut;
}

/** Adds at most 56 bits. */
export function putBits(value: u64, count: u64): void {
  bits |= value << bitCount;
  bitCount += count;
  store<u64>(out, bits);
  const whole = bitCount >> 3;
  out += <usize>whole;
  bits >>= whole << 3;
  bitCount &= 7;
}

/** A block of the bytes as they are; in pieces, for its size has 16 bits. */
export function putStored(from: usize, length: u32): void {
  let at = from;
  for (let rest = length; rest > 0;) {
    const size = min(rest, 65535);
    putStoredHeader(size);
    memory.copy(out, at, size);
    out += size;
    at += size;
    rest -= size;
  }
}

/** Ends on a byte's border with an empty block, so that all before it can be read. */
export function putFlush(): void {
  putStoredHeader(0);
}

function putStoredHeader(size: u32): void {
  putBits(0, 3);
  if (bitCount != 0) {
    putBits(0, 8 - bitCount);
  }
  store<u16>(out, <u16>size);
  store<u16>(out + 2, <u16>~size);
  out += 4;
}
