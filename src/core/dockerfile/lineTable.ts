import type { Range } from '../base/text.js';

/** Where the lines of a text begin, as editors count them: `\n`, `\r\n` and `\r` end a line. */
export class LineTable {
  /** Offsets of the lines' first characters, ascending, the first 0. */
  readonly starts: readonly number[];
  /** Length of the text. */
  readonly length: number;
  // Why: places are mostly asked for near the one asked for before.
  #last = 0;

  constructor(text: string) {
    this.starts = lineStarts(text);
    this.length = text.length;
  }

  /** The line, from 0, that holds an offset. */
  lineAt(offset: number): number {
    const line = this.#last;
    this.#last = this.#holds(line, offset)
      ? line
      : this.#holds(line + 1, offset)
        ? line + 1
        : this.#search(offset);
    return this.#last;
  }

  #holds(line: number, offset: number): boolean {
    return (this.starts[line] ?? Infinity) <= offset && offset < (this.starts[line + 1] ?? Infinity);
  }

  #search(offset: number): number {
    let low = 0;
    let high = this.starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if ((this.starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

/** Finds the lines of a text. */
export function createLineTable(text: string): LineTable {
  return new LineTable(text);
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
      starts.push(at + 1);
    }
    return starts;
  }
  const newline = /\r\n?|\n/g;
  while (newline.test(text)) {
    starts.push(newline.lastIndex);
  }
  return starts;
}

/** The place of an offset; offsets outside the text are taken to its ends. */
export function positionAt(table: LineTable, offset: number): Range['start'] {
  const at = Math.max(0, Math.min(offset, table.length));
  const line = table.lineAt(at);
  return { line, character: at - (table.starts[line] ?? 0) };
}

/** The line, from 0, that holds an offset. */
export function lineAt(table: LineTable, offset: number): number {
  return table.lineAt(offset);
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
