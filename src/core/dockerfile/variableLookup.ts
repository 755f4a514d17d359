/** What a variable stands for: its value, null when it is certainly not set, undefined when nobody can know here. */
export type VariableValue = string | null | undefined;

/** Looks a variable up by name. */
export type Lookup = (name: string) => VariableValue;

/** How a text is read. */
export interface LexerOptions {
  readonly escape: string;
  readonly lookup: Lookup;
  /** Keep quotes. */
  readonly rawQuotes?: boolean;
  /** Keep escape characters. */
  readonly rawEscapes?: boolean;
  /** Quotes are characters like others: for the bodies of heredocs. */
  readonly skipQuotes?: boolean;
  /** Leave variables that are not set as they are written. */
  readonly skipUnset?: boolean;
}

/** A variable that was looked up; offsets are those of its name in the text. */
export interface VariableUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly value: VariableValue;
}

/** A variable with what stands behind its name in `${…}`. */
export interface Operation {
  readonly name: string;
  readonly sign: string;
  readonly raw: string;
  readonly word: Operand;
  readonly value: VariableValue;
  /** Whether an empty value is as good as none. */
  readonly nullsEmpty: boolean;
}

/** The word behind an operator. */
export interface Operand {
  readonly text: string;
  readonly isKnown: boolean;
}
