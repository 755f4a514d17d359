import type { LineTable } from './lineTable.js';

/**
 * A text put together from stretches of a document: an instruction's lines without their continuation characters, a
 * heredoc's body without its leading tabs. Stretch `i` begins at `starts[i]` of the text, and at `offsets[i]` of the
 * document as counted from where its line `line` (from 0, as editors count) begins; both ascend. Why not from where
 * the document begins: so what is written above can change, and the same lines stay as they were read.
 */
export interface JoinedText {
  readonly text: string;
  readonly line: number;
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

/**
 * Where a character of the joined text stands in the document whose lines these are. `end` is for the end of a
 * half-open stretch: just behind the character before it, so that a stretch that ends with its line does not reach
 * into the next one.
 */
export function documentOffset(
  lines: LineTable,
  joined: JoinedText,
  index: number,
  edge: 'start' | 'end' = 'start',
): number {
  return (lines.starts[joined.line] ?? lines.length) + relativeOffset(joined, index, edge);
}

/** The same, counted from where the joined text's line begins. */
export function relativeOffset(joined: JoinedText, index: number, edge: 'start' | 'end' = 'start'): number {
  const behind = edge === 'end' && index > 0;
  const at = behind ? index - 1 : index;
  const stretch = stretchAt(joined.starts, at);
  const offset = (joined.offsets[stretch] ?? 0) + at - (joined.starts[stretch] ?? 0);
  return behind ? offset + 1 : offset;
}

/** A part of a joined text, as a joined text of its own. */
export function sliceJoined(joined: JoinedText, from: number, to: number = joined.text.length): JoinedText {
  const first = stretchAt(joined.starts, from);
  const starts = [0];
  const offsets = [relativeOffset(joined, from)];
  for (let index = first + 1; (joined.starts[index] ?? Infinity) < to; index += 1) {
    starts.push((joined.starts[index] ?? 0) - from);
    offsets.push(joined.offsets[index] ?? 0);
  }
  return { text: joined.text.slice(from, to), line: joined.line, starts, offsets };
}

/** The last stretch that begins at or before the index. */
function stretchAt(starts: readonly number[], index: number): number {
  let low = 0;
  let high = starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= index) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Joined texts of one instruction, one behind the other; `line` is that of all of them. */
export function concatJoined(line: number, parts: readonly JoinedText[]): JoinedText {
  const starts: number[] = [];
  const offsets: number[] = [];
  let length = 0;
  for (const part of parts) {
    const base = length;
    part.starts.forEach((start, index) => {
      starts.push(base + start);
      offsets.push(part.offsets[index] ?? 0);
    });
    length += part.text.length;
  }
  return { text: parts.map((part) => part.text).join(''), line, starts, offsets };
}

/** A text that stands, or is meant to stand, at one place of the document: so far behind where the line begins. */
export function joinedAt(text: string, line: number, offset: number): JoinedText {
  return { text, line, starts: [0], offsets: [offset] };
}
