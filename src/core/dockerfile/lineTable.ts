import type { Range } from '../base/text.js';

/** Where the lines of a text begin, as editors count them: `\n`, `\r\n` and `\r` end a line. */
export interface LineTable {
  /** Offsets of the lines' first characters, ascending, the first 0. */
  readonly starts: readonly number[];
  /** Length of the text. */
  readonly length: number;
}

/** Finds the lines of a text. */
export function createLineTable(text: string): LineTable {
  const starts = [0];
  const newline = /\r\n?|\n/g;
  while (newline.test(text)) {
    starts.push(newline.lastIndex);
  }
  return { starts, length: text.length };
}

/** The place of an offset; offsets outside the text are taken to its ends. */
export function positionAt(table: LineTable, offset: number): Range['start'] {
  const at = Math.max(0, Math.min(offset, table.length));
  const line = lineAt(table, at);
  return { line, character: at - (table.starts[line] ?? 0) };
}

/** The line, from 0, that holds an offset. */
export function lineAt(table: LineTable, offset: number): number {
  let low = 0;
  let high = table.starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if ((table.starts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The offset of a place; lines behind the last one are the end of the text. */
export function offsetAt(table: LineTable, { line, character }: Range['start']): number {
  const start = table.starts[line] ?? table.length;
  return Math.min(start + character, table.starts[line + 1] ?? table.length);
}

/** The range between two offsets. */
export function rangeBetween(table: LineTable, start: number, end: number): Range {
  return { start: positionAt(table, start), end: positionAt(table, end) };
}
