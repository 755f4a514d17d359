import type { Range } from '../base/text.js';
import type { TextEdit } from './finding.js';

/**
 * Applies edits that do not overlap to the text they were made for; of two that insert at one place the first comes
 * first. Undefined when some overlap or lie outside the text: then none can be applied.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | undefined {
  const starts = lineStarts(text);
  const placed = edits
    .map(({ range, newText }) => ({
      start: offsetOf(starts, text.length, range.start),
      end: offsetOf(starts, text.length, range.end),
      newText,
    }))
    .sort((left, right) => (left.start ?? 0) - (right.start ?? 0) || (left.end ?? 0) - (right.end ?? 0));
  let result = '';
  let done = 0;
  for (const { start, end, newText } of placed) {
    if (start === undefined || end === undefined || start < done || end < start) {
      return undefined;
    }
    result += text.slice(done, start) + newText;
    done = end;
  }
  return result + text.slice(done);
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n?|\n/g)].map((match) => match.index + match[0].length)];
}

function offsetOf(
  starts: readonly number[],
  length: number,
  { line, character }: Range['start'],
): number | undefined {
  const start = starts[line];
  const end = starts[line + 1] ?? length;
  return start === undefined || start + character > end ? undefined : start + character;
}
