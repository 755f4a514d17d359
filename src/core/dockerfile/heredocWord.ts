import { expand } from './expandWord.js';

/** What a `<<NAME` word announces. */
export interface HeredocWord {
  readonly name: string;
  readonly expand: boolean;
  readonly chomp: boolean;
  readonly fileDescriptor: number;
}

/** A `<<NAME` word with the place where it stands in the text. */
export interface PlacedHeredocWord extends HeredocWord {
  readonly start: number;
  readonly end: number;
}

const lexed = { escape: '\\', lookup: () => null, skipUnset: true } as const;

/**
 * The heredocs that a line announces, in order; an error where BuildKit refuses the line for one.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/parser/parser.go
 */
export function heredocsOf(line: string): {
  readonly words: readonly PlacedHeredocWord[];
  readonly error?: string;
} {
  const { words = [] } = expand(line, { ...lexed, rawQuotes: true, rawEscapes: true });
  const found: PlacedHeredocWord[] = [];
  for (const { text, start, end } of words) {
    const heredoc = readHeredocWord(text);
    if (heredoc !== undefined && 'error' in heredoc) {
      return { words: found, error: heredoc.error };
    }
    if (heredoc !== undefined) {
      found.push({ ...heredoc, start, end });
    }
  }
  return { words: found };
}

/** Reads a word as the beginning of a heredoc; undefined when it is none, an error when its delimiter is malformed. */
export function readHeredocWord(word: string): HeredocWord | { readonly error: string } | undefined {
  const digits = digitsEnd(word);
  if (!word.startsWith('<<', digits)) {
    return undefined;
  }
  const chomp = word.charAt(digits + 2) === '-';
  const delimiter = word.slice(digits + (chomp ? 3 : 2)).replace(/^[\t\n\f\r ]+/, '');
  if (delimiter === '' || delimiter.includes('<')) {
    return undefined;
  }
  const fileDescriptor = digits === 0 ? 0 : Number(word.slice(0, digits));
  const named = readDelimiter(delimiter);
  return named === undefined || 'error' in named ? named : { ...named, chomp, fileDescriptor };
}

function readDelimiter(
  delimiter: string,
): Pick<HeredocWord, 'name' | 'expand'> | { readonly error: string } | undefined {
  const plain = expand(delimiter, lexed);
  if (plain.error !== undefined) {
    return { error: plain.error };
  }
  const [name, ...others] = plain.words ?? [];
  if (name === undefined || others.length > 0) {
    return undefined;
  }
  const raw = expand(delimiter, { ...lexed, rawQuotes: true }).words?.[0]?.text ?? '';
  // Why: a quote that the raw reading has more is one that quotes; then nothing in the body is expanded.
  return { name: name.text, expand: countQuotes(name.text) === countQuotes(raw) };
}

function digitsEnd(word: string): number {
  let at = 0;
  while (at < word.length && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
    at += 1;
  }
  return at;
}

function countQuotes(text: string): number {
  return text.split(/['"]/).length - 1;
}
