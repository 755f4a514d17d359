import { isAscii, toByteText } from './byteText.js';
import type { Extent } from './goText.js';
import { isGoSpace, skipSpaces } from './goText.js';

/** A `--flag` as the builder takes it: quotes and escapes removed; offsets are those of the instruction's text. */
export interface SplitFlag extends Extent {
  readonly text: string;
  /** Where the first equals sign stands. */
  readonly equals?: number;
}

/**
 * Takes the `--flag` words off the beginning of an instruction's arguments; a `--` alone ends them.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/parser/split_command.go
 */
export function splitFlags(text: string, extent: Extent, escape: string): SplitFlags {
  const start = skipAsciiSpaces(text, extent);
  if (!text.startsWith('--', start)) {
    return { flags: [], rest: { start, end: extent.end } };
  }
  const written = text.slice(start, extent.end);
  return isAscii(written)
    ? splitCharacters(text, { start, end: extent.end }, escape)
    : splitBytes(written, start, escape);
}

interface SplitFlags {
  readonly flags: readonly SplitFlag[];
  readonly rest: Extent;
}

function skipAsciiSpaces(text: string, { start, end }: Extent): number {
  let at = start;
  while (at < end && text.charCodeAt(at) < 0x80 && isGoSpace(text.charCodeAt(at))) {
    at += 1;
  }
  return at;
}

/** The builder takes each byte for a character: `é` becomes two others, and bytes like those of `à` part flags. */
function splitBytes(written: string, start: number, escape: string): SplitFlags {
  const { text, offsets } = toByteText(written);
  const at = (byte: number): number => start + (offsets[byte] ?? written.length);
  const { flags, rest } = splitCharacters(text, { start: 0, end: text.length }, escape);
  return {
    flags: flags.map((flag) => ({
      text: flag.text,
      start: at(flag.start),
      end: at(flag.end),
      ...(flag.equals !== undefined && { equals: at(flag.equals) }),
    })),
    rest: { start: at(rest.start), end: start + written.length },
  };
}

function splitCharacters(text: string, extent: Extent, escape: string): SplitFlags {
  const flags: SplitFlag[] = [];
  let at = extent.start;
  while (text.startsWith('--', at) && at + 1 < extent.end) {
    const flag = takeFlag(text, { start: at, end: extent.end }, escape);
    at = skipSpaces(text, flag.end, extent.end);
    if (flag.text === '--') {
      break;
    }
    flags.push(flag);
  }
  return { flags, rest: { start: at, end: extent.end } };
}

function takeFlag(text: string, { start, end }: Extent, escape: string): SplitFlag {
  let taken = '';
  let quote = '';
  let equals: number | undefined;
  let at = start;
  while (at < end) {
    let character = text.charAt(at);
    if (quote === '' && isGoSpace(character.charCodeAt(0))) {
      break;
    }
    if (isQuote(character) && (quote === '' || character === quote)) {
      quote = quoteAfter(quote, character);
      at += 1;
      continue;
    }
    if (character === escape) {
      at += 1;
      character = text.slice(at, Math.min(at + 1, end));
    }
    equals = equals ?? (character === '=' ? at : undefined);
    taken += character;
    at += 1;
  }
  return { text: taken, start, end: Math.min(at, end), ...(equals !== undefined && { equals }) };
}

/**
 * The words of ENV, LABEL and ARG: they end at blanks outside quotes, and keep quotes and escapes. A lone escape
 * character at the end belongs to no word.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/parser/line_parsers.go
 */
export function splitQuotedWords(text: string, extent: Extent, escape: string): readonly Extent[] {
  const words: Extent[] = [];
  let at = skipSpaces(text, extent.start, extent.end);
  while (at < extent.end) {
    const { end, next } = takeQuotedWord(text, { start: at, end: extent.end }, escape);
    if (end > at) {
      words.push({ start: at, end });
    }
    at = skipSpaces(text, next, extent.end);
  }
  return words;
}

function takeQuotedWord(
  text: string,
  { start, end }: Extent,
  escape: string,
): { readonly end: number; readonly next: number } {
  let quote = '';
  let at = start;
  while (at < end) {
    const character = text.charAt(at);
    if (quote === '' && isGoSpace(character.charCodeAt(0))) {
      break;
    }
    if (character === escape && quote !== "'") {
      if (at + 1 === end) {
        return { end: at, next: end };
      }
      at += 2;
      continue;
    }
    if (isQuote(character)) {
      quote = quoteAfter(quote, character);
    }
    at += 1;
  }
  const stop = Math.min(at, end);
  return { end: stop, next: stop };
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}

function quoteAfter(quote: string, character: string): string {
  if (quote === '') {
    return character;
  }
  return quote === character ? '' : quote;
}

/** A string of a JSON array, decoded; its extent includes the quotes. */
interface JsonWord extends Extent {
  readonly text: string;
}

/** What the arguments are as JSON: an array of strings, an array of something else, or no array at all. */
export type JsonReading =
  { readonly kind: 'strings'; readonly words: readonly JsonWord[] } | { readonly kind: 'mixed' | 'none' };

/** Reads arguments as a JSON array, as Go's encoding/json does: nothing may stand behind it. */
export function readJsonWords(text: string, extent: Extent): JsonReading {
  const start = skipSpaces(text, extent.start, extent.end);
  if (start >= extent.end || text.charAt(start) !== '[') {
    return { kind: 'none' };
  }
  const values = parseArray(text.slice(start, extent.end));
  if (values === undefined) {
    return { kind: 'none' };
  }
  const strings = values.filter((value) => typeof value === 'string');
  return strings.length === values.length
    ? { kind: 'strings', words: placeStrings(text, { start, end: extent.end }, strings) }
    : { kind: 'mixed' };
}

function parseArray(text: string): readonly unknown[] | undefined {
  // Why: most text behind a bracket is a shell's test, and a failing parser is slow.
  if (!/^\[[\t\n\r ]*["\]{[\dtfn-]/.test(text)) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Go takes half a surrogate pair for U+FFFD. */
function placeStrings(text: string, extent: Extent, strings: readonly string[]): readonly JsonWord[] {
  let at = extent.start;
  return strings.map((string) => {
    const start = text.indexOf('"', at);
    at = stringEnd(text, start, extent.end);
    return { text: string.replace(/[\uD800-\uDFFF]/gu, '\uFFFD'), start, end: at };
  });
}

function stringEnd(text: string, start: number, end: number): number {
  let at = start + 1;
  while (at < end && text.charAt(at) !== '"') {
    at += text.charAt(at) === '\\' ? 2 : 1;
  }
  return at + 1;
}
