/** Writes a text in one emphasis. */
export type Emphasis = (text: string) => string;

/** How emphasis is written: as terminal sequences, or not at all. */
export interface TextStyle {
  readonly bold: Emphasis;
  readonly dim: Emphasis;
  readonly red: Emphasis;
  readonly green: Emphasis;
  readonly yellow: Emphasis;
  readonly cyan: Emphasis;
}

/** For files, pipes and terminals without colour: texts stay as they are. */
export const plainStyle: TextStyle = {
  bold: same,
  dim: same,
  red: same,
  green: same,
  yellow: same,
  cyan: same,
};

/** For terminals: ECMA-48 sequences of the eight basic colours, which follow the terminal's theme. */
export const terminalStyle: TextStyle = {
  bold: sequence(1, 22),
  dim: sequence(2, 22),
  red: sequence(31, 39),
  green: sequence(32, 39),
  yellow: sequence(33, 39),
  cyan: sequence(36, 39),
};

function same(text: string): string {
  return text;
}

function sequence(start: number, end: number): Emphasis {
  return (text) => (text === '' ? '' : `\u001B[${start}m${text}\u001B[${end}m`);
}
