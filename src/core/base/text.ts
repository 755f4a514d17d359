/** A place in a text: line and character count from 0, characters in UTF-16 units (the editor protocol's). */
interface Position {
  readonly line: number;
  readonly character: number;
}

/** A half-open stretch of a text. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** The empty range at the beginning of a text, for what concerns a file as a whole. */
export const startOfText: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
