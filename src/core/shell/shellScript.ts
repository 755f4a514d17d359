/** Parses the shell text of RUN instructions; made once by `loadShellParser`, then synchronous. */
export interface ShellParser {
  /**
   * Never fails: a text that is no shell, or more than can be parsed while somebody types, is a script without
   * commands that says so. Equal texts are parsed once, as long as the parser remembers them.
   */
  parse(text: string): ShellScript;
}

/** What rules need to know of a piece of shell. Offsets are UTF-16 units of its text. */
export interface ShellScript {
  /** The text that was parsed. */
  readonly original: string;
  /** Every simple command, those inside of `if`, `for`, `$(…)`, pipes and functions too, in the order written. */
  readonly commands: readonly ShellCommand[];
  /** Every `|` and `|&` that joins commands. */
  readonly pipes: readonly ShellSpan[];
  /** Why there are no commands; absent when the text was understood. */
  readonly problem?: ShellProblem;
}

/** The text is no shell; it is longer than is parsed (100,000 characters); or parsing it took too long. */
export type ShellProblem = 'syntax' | 'too-long' | 'too-slow';

/** A half-open stretch of a script's text. */
export interface ShellSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * A simple command: its name and the words behind it. What `command`, `builtin`, `exec`, `busybox` and `run` run
 * stands in their place. A command whose name is not literal (`$TOOL install`) is none.
 */
export interface ShellCommand extends ShellSpan {
  /** As written, quotes and escapes removed: `apt-get`, `/usr/bin/python3`. */
  readonly name: string;
  readonly nameSpan: ShellSpan;
  readonly words: readonly ShellWord[];
}

/** An argument of a command. */
export interface ShellWord extends ShellSpan {
  /**
   * Quotes and escapes removed. Expansions stand for themselves: `${VERSION}` for `$VERSION` too, `${unamer}` with
   * the words inside for `$(uname r)`, `${VAR}` for backticks and arithmetic. Brace expansions and process
   * substitutions are left out.
   */
  readonly text: string;
}
