import { out, putFlush, resetOutput } from './bitWriter';
import { endBlocks, startBlocks } from './blocks';
import { prepareCrcTables } from './crc32';
import { prepareLogTable } from './entropy';
import { input, memoryEnd, output } from './layout';
import { learnFast, matchFast } from './matchFast';
import { learnSearch, matchSearch } from './matchSearch';
import { prepareLengthTable } from './writeBlock';

export { crc32 } from './crc32';

let isPrepared = false;

/** Where the dictionary and the bytes to pack are put, one after the other. */
export function inputOffset(): usize {
  return input;
}

/** Where the packed bytes are. */
export function outputOffset(): usize {
  return output;
}

/** Has to be called once, before anything else. */
export function prepare(): void {
  if (isPrepared) {
    return;
  }
  isPrepared = true;
  const pages = <i32>((memoryEnd + 0xffff) >>> 16);
  if (memory.size() < pages) {
    memory.grow(pages - memory.size());
  }
  prepareLogTable();
  prepareLengthTable();
  prepareCrcTables();
}

/**
 * Packs `length` bytes (RFC 1951) that come after `dictionary` bytes the reader has already, and ends with an empty stored block. Returns
 * the number of packed bytes. The same bytes for the same bytes and level, whatever was packed before.
 */
export function deflate(dictionary: u32, length: u32, level: u32): u32 {
  const start = input + dictionary;
  const end = start + length;
  // Why: what lies behind is read, though never used.
  memory.fill(end, 0, 64);
  resetOutput();
  startBlocks(start);
  let literalStart: usize;
  if (level < 4) {
    learnFast(input, start);
    literalStart = matchFast(start, end, level == 1 ? 6 : 7, level == 1 ? 0 : level == 2 ? 6 : 20);
  } else {
    learnSearch(input, start);
    literalStart = matchSearch(start, end, level);
  }
  endBlocks(literalStart, end);
  putFlush();
  return <u32>(out - output);
}
