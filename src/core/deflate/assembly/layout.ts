// Where everything lies in the module's memory. Nothing is ever allocated: a run starts by clearing its tables.

/** How far back a match may reach. https://www.rfc-editor.org/rfc/rfc1951#section-3.2.5 */
export const windowBytes: u32 = 32768;
export const minMatch: u32 = 4;
export const maxMatch: u32 = 258;

/** The most bytes one call packs, without its dictionary. */
const maxChunkBytes: u32 = 512 * 1024;

export const litLenSymbols: u32 = 286;
export const distanceSymbols: u32 = 30;
/** Of the literal and length code: four literals and what is left of a byte then fit into 64 bits. */
export const litLenLimit: u32 = 14;
export const distanceLimit: u32 = 15;

/** Bytes 0 to 64 Ki belong to the compiler. */
const start: usize = 0x10000;

/** Symbol counts as u32: 288 literals and lengths, then 32 distances; of a segment, and of the block so far. */
export const segmentCounts: usize = start;
export const countBytes: usize = 320 * 4;
export const distanceCountOffset: usize = 288 * 4;
export const blockCounts: usize = segmentCounts + countBytes;

/** What Huffman coding works with. */
export const sortKeys: usize = blockCounts + countBytes;
export const sortBuckets: usize = sortKeys + 320 * 4;
export const nodeWeights: usize = sortBuckets + 320 * 4;
export const nodeParents: usize = nodeWeights + 320 * 4;
export const leafParents: usize = nodeParents + 320 * 4;
export const nodeDepths: usize = leafParents + 320 * 4;
export const lengthCounts: usize = nodeDepths + 320 * 4;

/** Code lengths as u8: 288 literals and lengths, then 32 distances, then 19 of the code length code. */
export const litLenLengths: usize = lengthCounts + 64 * 4;
export const distanceLengths: usize = litLenLengths + 288;
export const headerLengths: usize = distanceLengths + 32;

/** Codes as u32: the bits as they are written, and their number from bit 16. */
export const litLenCodes: usize = headerLengths + 32;
export const distanceCodes: usize = litLenCodes + 288 * 4;
export const headerCodes: usize = distanceCodes + 32 * 4;

/** By match length as u32: the bits of the length's code and extra bits, and their number from bit 24. */
export const matchLengthCodes: usize = headerCodes + 32 * 4;
/** By match length as u8: the symbol less 257. */
export const matchLengthSymbols: usize = matchLengthCodes + 260 * 4;

/** Items of a block's header as u16 (symbol, extra bits from bit 8), and how often each symbol occurs as u32. */
export const headerItems: usize = matchLengthSymbols + 264;
export const headerCounts: usize = headerItems + 320 * 2 + 64;

/** log2 of the mantissas 1.0 to 2.0 as u32, with 16 bits after the point. */
export const logTable: usize = headerCounts + 32 * 4;
export const logTableBits: u32 = 10;

/** For the crc32: eight tables of 256 u32. */
export const crcTables: usize = logTable + ((1 << logTableBits) + 1) * 4 + 12;

/** Pairs of u32: literals before a match, and the match (length from bit 16, distance less one); length 0: no match. */
export const sequences: usize = 0x20000;
export const maxSequences: u32 = 65536;

/** Levels that are fast: 2^16 buckets of two positions mod 2^16. */
export const buckets: usize = sequences + maxSequences * 8 + 64;
export const bucketBits: u32 = 16;

/** Levels that search: the newest position by hash of four and of three bytes as i32, and the chain behind each. */
export const heads: usize = sequences + maxSequences * 8 + 64;
export const headBits: u32 = 16;
export const shortHeads: usize = heads + ((4 as usize) << headBits);
export const shortHeadBits: u32 = 15;
export const chains: usize = shortHeads + ((4 as usize) << shortHeadBits);
const tablesEnd: usize = chains + windowBytes * 4;

/** Dictionary and chunk. The bytes before it may be read, and so may some behind it. */
export const input: usize = (tablesEnd + 0xffff) & ~0xffff;
export const output: usize = input + windowBytes + maxChunkBytes + 4096;
export const memoryEnd: usize = output + windowBytes + maxChunkBytes + 65536;
