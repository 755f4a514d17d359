/** Parses the shell text of RUN instructions; made once by `loadShellParser`, then synchronous. */
export interface ShellParser {
  /** Never fails: what makes no sense to the grammar is left out. Equal texts are parsed once. */
  parse(text: string): ShellScript;
}

/** What rules need to know of a piece of shell. */
export interface ShellScript {
  /** The text that was parsed. */
  readonly original: string;
  /** Every simple command, those inside of `if`, `for`, `$(…)`, pipes and functions too, in the order written. */
  readonly commands: readonly ShellCommand[];
  /** Whether a pipe (`|`, `|&`) joins commands anywhere. */
  readonly hasPipe: boolean;
}

/** A simple command: its name and the words behind it. */
export interface ShellCommand {
  /** As written, quotes removed: `apt-get`, `/usr/bin/python3`. */
  readonly name: string;
  readonly words: readonly ShellWord[];
  /** Offsets into the script's text. */
  readonly start: number;
  readonly end: number;
}

/** An argument of a command. */
export interface ShellWord {
  /** Quotes removed; expansions as written: `$VERSION`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
