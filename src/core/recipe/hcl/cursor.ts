import { HclError } from './hclError.js';
import type { TemplatePart } from './syntax.js';

/** A place in an expression's text that moves forward as it is read. */
export interface Cursor {
  readonly text: string;
  /** Reads a quoted text at the cursor: templates hold expressions, which hold templates. */
  readonly readQuoted: (cursor: Cursor) => readonly TemplatePart[];
  offset: number;
}

const identifierPattern = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const spacePattern = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;

/** Raises the error of a text that is not HCL. */
export function failSyntax(message: string): never {
  throw new HclError('hcl-syntax', message);
}

/** Whether `token` comes next (spaces are not skipped). */
export function isNext(cursor: Cursor, token: string): boolean {
  return cursor.text.startsWith(token, cursor.offset);
}

/** Skips spaces, line ends and comments; returns whether there was a line end among them. */
export function skipSpace(cursor: Cursor): boolean {
  return takePattern(cursor, spacePattern)?.includes('\n') ?? false;
}

/** Skips spaces, then `token` if it comes next; returns whether it did. */
export function take(cursor: Cursor, token: string): boolean {
  skipSpace(cursor);
  if (!isNext(cursor, token)) {
    return false;
  }
  cursor.offset += token.length;
  return true;
}

/** Skips spaces and `token`, which must come next. */
export function expect(cursor: Cursor, token: string): void {
  if (!take(cursor, token)) {
    failSyntax(`"${token}" is missing before "${rest(cursor)}" in the expression.`);
  }
}

/** Reads an identifier (they may hold dashes: `a-b` is one), or undefined. */
export function takeIdentifier(cursor: Cursor): string | undefined {
  skipSpace(cursor);
  return takePattern(cursor, identifierPattern);
}

/** Reads an identifier that must come next. */
export function expectIdentifier(cursor: Cursor): string {
  return (
    takeIdentifier(cursor) ?? failSyntax(`A name is missing before "${rest(cursor)}" in the expression.`)
  );
}

/** Skips the keyword if it comes next as a whole word. */
export function takeKeyword(cursor: Cursor, keyword: string): boolean {
  const start = cursor.offset;
  if (takeIdentifier(cursor) === keyword) {
    return true;
  }
  cursor.offset = start;
  return false;
}

/** Reads what a sticky pattern matches here, or undefined. */
export function takePattern(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.offset;
  const [found] = pattern.exec(cursor.text) ?? [];
  cursor.offset += found?.length ?? 0;
  return found;
}

/** The next few characters, for messages. */
export function rest(cursor: Cursor): string {
  return cursor.text.slice(cursor.offset, cursor.offset + 20);
}
