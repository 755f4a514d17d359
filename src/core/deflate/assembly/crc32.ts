import { crcTables } from './layout';

const polynomial: u32 = 0xedb88320;

/** Fills the tables: what a byte does to the crc, with zero to seven zero bytes behind it. */
export function prepareCrcTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
    }
    store<u32>(crcTables + (byte << 2), crc);
  }
  for (let table: u32 = 1; table < 8; table++) {
    for (let byte: u32 = 0; byte < 256; byte++) {
      const crc = load<u32>(crcTables + (((table - 1) << 8) + byte) * 4);
      store<u32>(crcTables + ((table << 8) + byte) * 4, (crc >>> 8) ^ lookUp(0, crc & 0xff));
    }
  }
}

// @ts-ignore: decorator
@inline
function lookUp(table: u32, byte: u32): u32 {
  return load<u32>(crcTables + (table << 10) + (byte << 2));
}

/** The crc32 of bytes in this memory. https://www.rfc-editor.org/rfc/rfc1952#section-8 */
export function crc32(from: usize, length: u32): u32 {
  let crc: u32 = 0xffffffff;
  let at = from;
  const end = from + length;
  for (; at + 8 <= end; at += 8) {
    const low = load<u32>(at) ^ crc;
    const high = load<u32>(at, 4);
    crc =
      lookUp(7, low & 0xff) ^
      lookUp(6, (low >>> 8) & 0xff) ^
      lookUp(5, (low >>> 16) & 0xff) ^
      lookUp(4, low >>> 24) ^
      lookUp(3, high & 0xff) ^
      lookUp(2, (high >>> 8) & 0xff) ^
      lookUp(1, (high >>> 16) & 0xff) ^
      lookUp(0, high >>> 24);
  }
  for (; at < end; at++) {
    crc = (crc >>> 8) ^ lookUp(0, (crc ^ load<u8>(at)) & 0xff);
  }
  return ~crc;
}
