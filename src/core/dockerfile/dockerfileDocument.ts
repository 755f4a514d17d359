import type { Instruction as AstInstruction } from 'dockerfile-ast';
import { DockerfileParser } from 'dockerfile-ast';
import { TextDocument } from 'vscode-languageserver-textdocument';

import type { Range } from '../base/text.js';
import type { Span } from './instructionWords.js';
import { splitInstruction } from './instructionWords.js';
import { joinLines } from './logicalLine.js';

/** A Dockerfile, parsed. Everything that is written is here, understood or not; nothing is resolved yet. */
export interface DockerfileDocument {
  readonly text: string;
  /** The escape character in force: a backslash, or a backtick by `# escape=`. */
  readonly escape: string;
  readonly directives: readonly Directive[];
  readonly comments: readonly Comment[];
  readonly instructions: readonly Instruction[];
  /** The ARG instructions (and whatever is misplaced) before the first FROM. */
  readonly preamble: readonly Instruction[];
  readonly stages: readonly Stage[];
}

/** A parser directive, such as `# syntax=docker/dockerfile:1`; names are lower-case. */
interface Directive {
  readonly name: string;
  readonly value: string;
  readonly range: Range;
}

/** A comment, without its `#`. */
interface Comment {
  readonly text: string;
  readonly range: Range;
}

/** One instruction. Words are raw (quotes and variables kept), except JSON strings, which are decoded. */
export interface Instruction {
  /** In upper case. */
  readonly keyword: string;
  readonly keywordRange: Range;
  readonly range: Range;
  readonly flags: readonly Flag[];
  readonly form: 'words' | 'json';
  readonly words: readonly Word[];
}

/** A `--name=value` of an instruction; the value is raw. */
export interface Flag {
  readonly name: string;
  readonly value?: string;
  readonly range: Range;
}

/** An argument of an instruction. */
export interface Word {
  readonly text: string;
  readonly range: Range;
}

/** A FROM and what follows up to the next one. */
export interface Stage {
  readonly index: number;
  readonly from: Instruction;
  /** What FROM names, raw. */
  readonly base?: Word;
  /** In lower case, as stages are found. */
  readonly name?: string;
  readonly instructions: readonly Instruction[];
}

/** Reads a Dockerfile; never fails: what makes no sense is an instruction with an unknown keyword. */
export function parseDockerfile(text: string): DockerfileDocument {
  const document = TextDocument.create('', 'dockerfile', 0, text);
  const ast = DockerfileParser.parse(text);
  const escape = ast.getEscapeCharacter();
  const instructions = ast.getInstructions().map((node) => toInstruction(node, document, escape));
  const firstFrom = instructions.findIndex((instruction) => instruction.keyword === 'FROM');
  return {
    text,
    escape,
    directives: ast.getDirectives().map((directive) => ({
      name: directive.getName().toLowerCase(),
      value: directive.getValue(),
      range: directive.getRange(),
    })),
    comments: ast.getComments().map((comment) => ({ text: comment.getContent(), range: comment.getRange() })),
    instructions,
    preamble: firstFrom === -1 ? instructions : instructions.slice(0, firstFrom),
    stages: toStages(instructions),
  };
}

/** The flag of that name, the last one where there are several. */
export function flagOf(instruction: Instruction, name: string): Flag | undefined {
  return instruction.flags.findLast((flag) => flag.name === name);
}

/** The range of a text's first line, for findings about a file as such. */
export function firstLineOf(text: string): Range {
  const length = /^[^\r\n]*/.exec(text)?.[0].length ?? 0;
  return { start: { line: 0, character: 0 }, end: { line: 0, character: length } };
}

function toInstruction(node: AstInstruction, document: TextDocument, escape: string): Instruction {
  const range = node.getRange();
  const extent = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const line = joinLines(document.getText(), extent, escape);
  const written = /^\S*/.exec(line.text)?.[0] ?? '';
  const parts = splitInstruction(line, written.length, escape);
  const rangeOf = (span: Span): Range => ({
    start: document.positionAt(span.start),
    end: document.positionAt(span.end),
  });
  return {
    keyword: written.toUpperCase(),
    keywordRange: node.getInstructionRange(),
    range,
    flags: parts.flags.map((span) => toFlag(span, rangeOf(span))),
    form: parts.form,
    words: parts.words.map((span) => ({ text: span.text, range: rangeOf(span) })),
  };
}

function toFlag(span: Span, range: Range): Flag {
  const equals = span.text.indexOf('=');
  return equals === -1
    ? { name: span.text.slice(2), range }
    : { name: span.text.slice(2, equals), value: span.text.slice(equals + 1), range };
}

function toStages(instructions: readonly Instruction[]): readonly Stage[] {
  const starts = instructions.flatMap((instruction, index) =>
    instruction.keyword === 'FROM' ? [index] : [],
  );
  return starts.flatMap((start, index) => {
    const [from, ...rest] = instructions.slice(start, starts[index + 1]);
    return from === undefined ? [] : [toStage(index, from, rest)];
  });
}

function toStage(index: number, from: Instruction, instructions: readonly Instruction[]): Stage {
  const [base, as, name] = from.words;
  const isNamed = as?.text.toUpperCase() === 'AS' && name !== undefined;
  return {
    index,
    from,
    ...(base !== undefined && { base }),
    ...(isNamed && { name: name.text.toLowerCase() }),
    instructions,
  };
}
