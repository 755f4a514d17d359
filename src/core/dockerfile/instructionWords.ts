import type { LogicalLine } from './logicalLine.js';

/** A stretch of an instruction: its text and its offsets in the document. */
export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** An instruction cut into its flags and arguments; texts are raw, with quotes, unless the form is `json`. */
export interface InstructionWords {
  readonly flags: readonly Span[];
  readonly form: 'words' | 'json';
  readonly words: readonly Span[];
}

/** Instructions whose words end at any blank, quoted and escaped ones too. */
const plainKeywords: ReadonlySet<string> = new Set(['ADD', 'COPY', 'EXPOSE', 'FROM', 'VOLUME']);

/**
 * Cuts an instruction the way the builder does: `--flag` words first, then a JSON array of strings or words
 * separated by blanks, for most instructions only by those outside quotes.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/parser/line_parsers.go
 */
export function splitInstruction(line: LogicalLine, keywordLength: number, escape: string): InstructionWords {
  const flags: Span[] = [];
  let at = skipBlanks(line.text, keywordLength);
  while (line.text.startsWith('--', at)) {
    const end = wordEnd(line.text, at, escape);
    const flag = spanOf(line, at, end);
    at = skipBlanks(line.text, end);
    if (flag.text === '--') {
      break;
    }
    flags.push(flag);
  }
  const strings = line.text[at] === '[' ? jsonStrings(line, at) : undefined;
  return strings === undefined
    ? { flags, form: 'words', words: splitWords(line, at, escape, wordEndOf(line, keywordLength)) }
    : { flags, form: 'json', words: strings };
}

function wordEndOf(line: LogicalLine, keywordLength: number): typeof wordEnd {
  return plainKeywords.has(line.text.slice(0, keywordLength).toUpperCase()) ? plainWordEnd : wordEnd;
}

function plainWordEnd(text: string, start: number): number {
  const length = text.slice(start).search(/\s/);
  return length === -1 ? text.length : start + length;
}

function splitWords(line: LogicalLine, from: number, escape: string, endOf: typeof wordEnd): Span[] {
  const words: Span[] = [];
  let at = skipBlanks(line.text, from);
  while (at < line.text.length) {
    const end = endOf(line.text, at, escape);
    words.push(spanOf(line, at, end));
    at = skipBlanks(line.text, end);
  }
  return words;
}

function wordEnd(text: string, start: number, escape: string): number {
  let quote = '';
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (quote === '' && isBlank(character)) {
      return at;
    }
    if (character === escape && quote !== "'") {
      at += 2;
      continue;
    }
    quote = nextQuote(quote, character);
    at += 1;
  }
  return text.length;
}

function nextQuote(quote: string, character: string): string {
  if (quote !== '') {
    return character === quote ? '' : quote;
  }
  return character === '"' || character === "'" ? character : '';
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && isBlank(text.charAt(at))) {
    at += 1;
  }
  return at;
}

function isBlank(character: string): boolean {
  return /\s/.test(character);
}

function spanOf(line: LogicalLine, start: number, end: number): Span {
  const first = line.offsets[start] ?? 0;
  const last = end > start ? (line.offsets[end - 1] ?? first) + 1 : first;
  return { text: line.text.slice(start, end), start: first, end: last };
}

function jsonStrings(line: LogicalLine, from: number): Span[] | undefined {
  const rest = line.text.slice(from);
  if (!isStringArray(rest)) {
    return undefined;
  }
  return [...rest.matchAll(/"(?:[^"\\]|\\.)*"/g)].map((match) => {
    const span = spanOf(line, from + match.index, from + match.index + match[0].length);
    return { ...span, text: JSON.parse(match[0]) as string };
  });
}

function isStringArray(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string');
  } catch {
    return false;
  }
}
