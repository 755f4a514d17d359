import type { Instruction as AstInstruction } from 'dockerfile-ast';
import { DockerfileParser } from 'dockerfile-ast';

import type { DockerfileDocument, Flag, Instruction, Stage, Word } from './dockerfileDocument.js';
import type { Span } from './instructionWords.js';
import { splitInstruction } from './instructionWords.js';
import type { JoinedText } from './joinedText.js';
import { sliceJoined } from './joinedText.js';
import type { LineTable } from './lineTable.js';
import { createLineTable, offsetAt, rangeBetween } from './lineTable.js';
import { joinLines } from './logicalLine.js';

/** Reads a Dockerfile; never fails: what makes no sense is an instruction with an unknown keyword. */
export function parseDockerfile(text: string): DockerfileDocument {
  const lines = createLineTable(text);
  const ast = DockerfileParser.parse(text);
  const escape = ast.getEscapeCharacter();
  const instructions = ast.getInstructions().map((node) => toInstruction(node, { text, lines }, escape));
  const firstFrom = instructions.findIndex((instruction) => instruction.keyword === 'FROM');
  return {
    text,
    lines,
    escape,
    directives: ast.getDirectives().map((directive) => ({
      name: directive.getName().toLowerCase(),
      value: directive.getValue(),
      range: directive.getRange(),
      nameRange: directive.getNameRange(),
      valueRange: directive.getValueRange(),
    })),
    comments: ast.getComments().map((comment) => ({ text: comment.getContent(), range: comment.getRange() })),
    instructions,
    preamble: firstFrom === -1 ? instructions : instructions.slice(0, firstFrom),
    stages: toStages(instructions),
    emptyContinuations: [],
    problems: [],
  };
}

function toInstruction(
  node: AstInstruction,
  document: { readonly text: string; readonly lines: LineTable },
  escape: string,
): Instruction {
  const range = node.getRange();
  const extent = { start: offsetAt(document.lines, range.start), end: offsetAt(document.lines, range.end) };
  const line = joinLines(document.text, extent, escape);
  const written = /^\S*/.exec(line.text)?.[0] ?? '';
  const parts = splitInstruction(line, written.length, escape);
  const joined: JoinedText = {
    text: line.text,
    starts: line.offsets.map((_offset, index) => index),
    offsets: line.offsets,
  };
  const word = ({ text, start, end }: Span): Word => {
    const at = line.offsets.indexOf(start);
    return { text, range: rangeBetween(document.lines, start, end), start: at, end: at + (end - start) };
  };
  return {
    keyword: written.toUpperCase(),
    written,
    keywordRange: node.getInstructionRange(),
    range,
    startLine: range.start.line,
    endLine: range.end.line,
    original: line.text,
    joined,
    docComments: [],
    flags: parts.flags.map((span) => toFlag(span, document.lines)),
    form: parts.form,
    words: parts.words.map(word),
    rest: sliceJoined(joined, written.length),
    heredocs: [],
  };
}

function toFlag(span: Span, lines: LineTable): Flag {
  const equals = span.text.indexOf('=');
  const range = rangeBetween(lines, span.start, span.end);
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
    ...(isNamed && { name: name.text.toLowerCase(), nameWord: name }),
    instructions,
  };
}
