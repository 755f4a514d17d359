import { ShellLexer } from './shellLexer.js';
import type { LexerOptions, Lookup, VariableUse, VariableValue } from './variableLookup.js';
import type { LexedWord } from './wordCollector.js';

export type { Lookup, VariableValue };

/** What became of a word. */
export interface Expansion {
  /** Undefined when it depends on a variable whose value is not known, or when the word is malformed. */
  readonly text?: string;
  /** The text split at blanks outside quotes; undefined where the text is. */
  readonly words?: readonly LexedWord[];
  /** Every variable that was looked up, also in branches that were not taken, in the order read. */
  readonly uses: readonly VariableUse[];
  /** What BuildKit says of the word; it refuses the file. */
  readonly error?: string;
}

/**
 * Expands variables and removes quotes and escapes exactly as the builder does for words of an instruction; undefined
 * when the result depends on a variable whose value is not known, or when the word is malformed.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/shell/lex.go
 */
export function expandWord(text: string, escape: string, lookup: Lookup): string | undefined {
  return isPlain(text) ? text : expand(text, { escape, lookup }).text;
}

/** Expands a text and tells all that was found on the way. */
export function expand(text: string, options: LexerOptions): Expansion {
  const lexer = new ShellLexer(text, options);
  const result = lexer.readAll();
  const { uses, error } = lexer;
  if (error !== undefined) {
    return { uses, error };
  }
  return lexer.isKnown && !lexer.gaveUp ? { text: result, words: lexer.words, uses } : { uses };
}

function isPlain(text: string): boolean {
  return !/[$'"\\`]/.test(text);
}
