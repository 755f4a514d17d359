import type { Extent } from './goText.js';
import { skipSpaces } from './goText.js';

/** The directives that exist; anything else is a comment, and ends the directives. */
const known: ReadonlySet<string> = new Set(['syntax', 'escape', 'check']);

/** A parser directive as written; extents are those of the document. */
export interface WrittenDirective {
  /** In lower case. */
  readonly name: string;
  readonly nameExtent: Extent;
  readonly value: string;
  readonly valueExtent: Extent;
}

/**
 * Reads a comment as a parser directive, `# name = value`; undefined when it is none. `start` is where the `#` stands,
 * `end` is the end of the line.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/parser/directives.go
 */
export function readDirective(text: string, { start, end }: Extent): WrittenDirective | undefined {
  if (text.charAt(start) !== '#' || start >= end) {
    return undefined;
  }
  const nameStart = skipSpaces(text, start + 1, end);
  const nameEnd = skipName(text, nameStart, end);
  const name = text.slice(nameStart, nameEnd).toLowerCase();
  const equals = skipBlanks(text, nameEnd, end);
  if (!known.has(name) || equals >= end || text.charAt(equals) !== '=') {
    return undefined;
  }
  const from = skipBlanks(text, equals + 1, end);
  let to = end;
  while (to > from && isBlank(text.charCodeAt(to - 1))) {
    to -= 1;
  }
  // Why: BuildKit's expression asks for one character at least, and takes the last blank where there is nothing else.
  const valueExtent = from < to ? { start: from, end: to } : { start: end - 1, end };
  return valueExtent.start <= equals
    ? undefined
    : {
        name,
        nameExtent: { start: nameStart, end: nameEnd },
        value: text.slice(valueExtent.start, valueExtent.end),
        valueExtent,
      };
}

function skipName(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && /[A-Za-z0-9]/.test(text.charAt(at))) {
    at += 1;
  }
  return at;
}

function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) {
    at += 1;
  }
  return at;
}

/** Go's `\s`. */
function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0c || unit === 0x0d;
}
