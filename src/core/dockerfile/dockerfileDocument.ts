import type { Range } from '../base/text.js';
import type { JoinedText } from './joinedText.js';
import type { LineTable } from './lineTable.js';

/**
 * A Dockerfile, read exactly as BuildKit's parser reads it. Everything that is written is here, understood or not;
 * nothing is resolved yet. Offsets are UTF-16 units of `text`; ranges are places as editors count them.
 */
export interface DockerfileDocument {
  readonly text: string;
  /** For positions of offsets: `positionAt(document.lines, offset)`. */
  readonly lines: LineTable;
  /** The escape character in force: a backslash, or a backtick by `# escape=`. */
  readonly escape: string;
  readonly directives: readonly Directive[];
  /** All comments, in file order, those between continued lines too; not the directives. */
  readonly comments: readonly Comment[];
  readonly instructions: readonly Instruction[];
  /** The ARG instructions (and whatever is misplaced) before the first FROM. */
  readonly preamble: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** One for each instruction that has blank lines between its continued lines. */
  readonly emptyContinuations: readonly EmptyContinuation[];
  /** What makes a build refuse the file, whatever its settings; in file order. A build stops at the first. */
  readonly problems: readonly BuildProblem[];
  /** The instructions as they were read, for `parseDockerfile` to take again in a later text. */
  readonly readings: readonly ReadInstruction[];
}

/** An instruction with all that reading it has brought: the same lines at the same place bring the same. */
export interface ReadInstruction {
  readonly instruction: Instruction;
  /** From the beginning of its first line, as editors count lines, to behind the line break of the last one. */
  readonly source: string;
  /** How many lines it has, as BuildKit counts them. */
  readonly lineCount: number;
  /** Whether it was the last thing in its text, so that only the end of the text may have ended it. */
  readonly mayGoOn: boolean;
  /** Those between its lines. */
  readonly comments: readonly Comment[];
  readonly problems: readonly BuildProblem[];
  readonly emptyContinuation?: EmptyContinuation;
}

/** A parser directive, such as `# syntax=docker/dockerfile:1`; names are lower-case. */
export interface Directive {
  readonly name: string;
  readonly value: string;
  /** Of the whole comment. */
  readonly range: Range;
  readonly nameRange: Range;
  readonly valueRange: Range;
}

/** A comment, without its `#` and the blanks around it. */
export interface Comment {
  readonly text: string;
  /** From its `#` to the end of its line. */
  readonly range: Range;
}

/** Blank lines inside a continued instruction. */
interface EmptyContinuation {
  /** The blank lines, from 0. */
  readonly lines: readonly number[];
  /** Where BuildKit reports them: the last line of the instruction before its heredocs, as editors count from 0. */
  readonly reportedLine: number;
  readonly instruction: Instruction;
}

/** What a builder says when it refuses the file. */
export interface BuildProblem {
  readonly code: ProblemCode;
  /** BuildKit's own words. */
  readonly message: string;
  readonly range: Range;
}

/** The kinds of problems. */
export type ProblemCode =
  | 'argument-count'
  | 'argument-missing'
  | 'blank-base-name'
  | 'duplicate-flag'
  | 'invalid-directive'
  | 'invalid-flag-value'
  | 'invalid-from'
  | 'invalid-healthcheck'
  | 'invalid-onbuild'
  | 'invalid-port'
  | 'invalid-shell'
  | 'invalid-signal'
  | 'invalid-source'
  | 'invalid-stage-name'
  | 'invalid-syntax'
  | 'no-source-image'
  | 'unknown-flag'
  | 'unknown-instruction'
  | 'unset-variable'
  | 'unsupported-modifier';

/** One instruction. Words are raw (quotes and variables kept), except JSON strings, which are decoded. */
export interface Instruction {
  /** In upper case. */
  readonly keyword: string;
  /** The keyword as written. */
  readonly written: string;
  readonly keywordRange: Range;
  /** From the keyword to the end of the last line, heredocs included. */
  readonly range: Range;
  /** BuildKit's StartLine and EndLine, from 0; heredocs included. Lines end at `\n` only, as BuildKit has it. */
  readonly startLine: number;
  readonly endLine: number;
  /** BuildKit's Original: the lines joined, without continuations, comments between them, and heredocs. */
  readonly original: string;
  /** `original` with where it stands in the document. */
  readonly joined: JoinedText;
  /** The comments that BuildKit keeps with the instruction (PrevComment): those above, not parted by an empty one. */
  readonly docComments: readonly Comment[];
  readonly flags: readonly Flag[];
  readonly form: 'words' | 'json';
  /**
   * The arguments as BuildKit has them. RUN, CMD, ENTRYPOINT and SHELL in shell form, WORKDIR, USER, STOPSIGNAL,
   * MAINTAINER, ONBUILD: one word, the rest of the line; HEALTHCHECK: its type and the rest; ENV, LABEL and ARG: the
   * words outside quotes (of `ENV key value` two); others: what stands between blanks.
   */
  readonly words: readonly Word[];
  /** Everything behind keyword and flags, blanks at both ends cut off. */
  readonly rest: JoinedText;
  readonly heredocs: readonly Heredoc[];
  /** The instruction that ONBUILD carries; its heredocs are the ONBUILD's. */
  readonly trigger?: Instruction;
  /** For ENV, LABEL and ARG: the pairs. */
  readonly assignments?: readonly Assignment[];
  /** For RUN, CMD, ENTRYPOINT, SHELL and HEALTHCHECK CMD: what is run. */
  readonly command?: CommandText;
}

/** A `--name=value` of an instruction. */
export interface Flag {
  readonly name: string;
  /** As the builder takes it: quotes and escapes removed, variables kept. */
  readonly value?: string;
  readonly range: Range;
  /** Of what is behind the `=`. */
  readonly valueRange?: Range;
}

/** An argument of an instruction. */
export interface Word {
  readonly text: string;
  readonly range: Range;
  /** Where it stands in the instruction's `joined` text. */
  readonly start: number;
  readonly end: number;
}

/** A pair of ENV, LABEL or ARG; both parts raw, with quotes and variables. */
export interface Assignment {
  readonly key: string;
  readonly keyRange: Range;
  /** Undefined for `ARG key` alone. */
  readonly value?: string;
  readonly valueRange?: Range;
  readonly range: Range;
  /** Whether it is written `ENV key value`, without an equals sign. */
  readonly isLegacy: boolean;
}

/** A here-document: https://docs.docker.com/reference/dockerfile/#here-documents */
export interface Heredoc {
  /** The delimiter, quotes removed. */
  readonly name: string;
  /** Whether variables in it are expanded by who reads it: no part of the delimiter is quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are cut off. */
  readonly chomp: boolean;
  /** The number before `<<`; 0 without one. */
  readonly fileDescriptor: number;
  /** The body as written: line breaks and, with `chomp` too, tabs kept. */
  readonly content: string;
  /** From the first character of the body to the first of the closing line. */
  readonly contentRange: Range;
  /** Of the `<<NAME` word. */
  readonly range: Range;
  /** Of the line that ends it; undefined when none does. */
  readonly terminatorRange?: Range;
}

/** What an instruction runs, and where it stands. */
export interface CommandText {
  /**
   * `shell`: given to the shell as it is; `exec`: a JSON array, here joined by blanks; `script`: a heredoc with its
   * own interpreter (`#!`).
   */
  readonly kind: 'shell' | 'exec' | 'script';
  /**
   * The text that runs. RUN with nothing but one heredoc: its body, tabs cut off where `<<-` says so; RUN with
   * heredocs and more: the line, the bodies and their ends, as the shell gets them.
   */
  readonly joined: JoinedText;
  /** Whether the text is a heredoc's body alone. */
  readonly isHeredoc: boolean;
}

/** A FROM and what follows up to the next one. */
export interface Stage {
  readonly index: number;
  readonly from: Instruction;
  /** What FROM names, raw. */
  readonly base?: Word;
  /** In lower case, as stages are found. */
  readonly name?: string;
  /** The name as written. */
  readonly nameWord?: Word;
  readonly instructions: readonly Instruction[];
}

/** The flag of that name, the last one where there are several. */
export function flagOf(instruction: Instruction, name: string): Flag | undefined {
  return instruction.flags.findLast((flag) => flag.name === name);
}

/** The range of a text's first line, for findings about a file as such. */
export function firstLineOf(text: string): Range {
  const end = text.search(/[\r\n]/);
  return { start: { line: 0, character: 0 }, end: { line: 0, character: end === -1 ? text.length : end } };
}
