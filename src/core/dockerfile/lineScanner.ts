import type { Extent } from './goText.js';

/** A line as BuildKit scans them: up to a line feed; `end` is before the returns and line feeds at its end. */
export interface PhysicalLine extends Extent {
  /** Where its line feed stands, or the end of the text. */
  readonly newline: number;
}

/** Hands out the lines of a text, one after the other. */
export class LineScanner {
  /** How many lines have been read. */
  count = 0;
  /** Where the next line begins. */
  at = 0;
  /** Where the line read last ends, without its line break. */
  end = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Goes on behind lines that are known: how many they are, and where they end with their line breaks. */
  skip(count: number, at: number): void {
    this.count += count;
    this.at = at;
  }

  /** The next line; undefined behind the last one. */
  next(): PhysicalLine | undefined {
    const start = this.at;
    if (start >= this.#text.length) {
      return undefined;
    }
    const found = this.#text.indexOf('\n', start);
    const newline = found === -1 ? this.#text.length : found;
    let end = newline;
    while (end > start && this.#text.charCodeAt(end - 1) === 0x0d) {
      end -= 1;
    }
    this.at = Math.min(newline + 1, this.#text.length);
    this.count += 1;
    this.end = end;
    return { start, end, newline };
  }
}
