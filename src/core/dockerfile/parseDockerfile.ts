import { areSame } from '../base/areSame.js';
import type { DockerfileDocument, Instruction, Stage } from './dockerfileDocument.js';
import { DockerfileReader } from './dockerfileReader.js';
import { knownInstructions } from './instructionProblems.js';
import type { LineTable } from './lineTable.js';
import { lineAt, offsetAt, rangeBetween } from './lineTable.js';
import { takenProblems } from './sourceProblems.js';

/**
 * Reads a Dockerfile exactly as BuildKit does; never fails: where a builder would stop, the problem is noted and the
 * reading goes on. The time it takes is linear in the text. Instructions that stood the same at the same place in
 * `earlier`, an earlier text of the file, are taken from there as they are: they are the same objects, and so are
 * stages with nothing else in them.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/parser/parser.go
 */
export function parseDockerfile(text: string, earlier?: DockerfileDocument): DockerfileDocument {
  const reader = new DockerfileReader(text, earlier);
  reader.readAll();
  const { lines, escape, directives, comments, readings, problems } = reader;
  const instructions = readings.map(({ instruction }) => instruction);
  const firstFrom = instructions.findIndex((instruction) => instruction.keyword === 'FROM');
  const document = {
    text,
    lines,
    escape,
    directives,
    comments,
    instructions,
    preamble: firstFrom === -1 ? instructions : instructions.slice(0, firstFrom),
    stages: toStages(instructions, earlier?.stages ?? []),
    emptyContinuations: readings.flatMap(({ emptyContinuation }) => emptyContinuation ?? []),
    readings,
  };
  return {
    ...document,
    problems: [...problems, ...fileProblems(document), ...takenProblems(document)].toSorted(byPlace),
  };
}

type Problem = DockerfileDocument['problems'][number];

function byPlace(one: Problem, other: Problem): number {
  return (
    one.range.start.line - other.range.start.line || one.range.start.character - other.range.start.character
  );
}

/** What is wrong with the file as such: no instructions, none to build, or some before the first stage. */
function fileProblems({
  text,
  lines,
  preamble,
  stages,
  instructions,
}: Omit<DockerfileDocument, 'problems'>): readonly Problem[] {
  const code = 'no-source-image';
  const firstLine = rangeBetween(lines, 0, Math.min(lineEnd(text, 0), text.length));
  if (instructions.length === 0) {
    const message = text === '' ? 'the Dockerfile cannot be empty' : 'file with no instructions';
    return [{ code, message, range: lastLine(text, lines) }];
  }
  // Why: an unknown instruction is refused as such, wherever it stands.
  const misplaced = preamble.find(({ keyword }) => keyword !== 'ARG' && knownInstructions.has(keyword));
  if (misplaced !== undefined) {
    const start = offsetAt(lines, misplaced.keywordRange.start);
    const line = lineAt(lines, start);
    const range = rangeBetween(lines, start, lineEnd(text, lines.starts[line] ?? 0));
    return [{ code, message: 'no build stage in current context', range }];
  }
  return stages.length === 0
    ? [{ code, message: 'dockerfile contains no stages to build', range: firstLine }]
    : [];
}

/** Why the last: the builder is there when it finds that there was nothing. */
function lastLine(text: string, lines: LineTable): Problem['range'] {
  const end = text.replace(/(?:\r\n?|\n)$/, '').length;
  return rangeBetween(lines, lines.starts[lineAt(lines, end)] ?? 0, end);
}

function lineEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) {
    at += 1;
  }
  return at;
}

function toStages(instructions: readonly Instruction[], earlier: readonly Stage[]): readonly Stage[] {
  const starts = instructions.flatMap((instruction, index) =>
    instruction.keyword === 'FROM' ? [index] : [],
  );
  return starts.flatMap((start, index) => {
    const [from, ...rest] = instructions.slice(start, starts[index + 1]);
    const known = earlier[index];
    if (from === undefined) {
      return [];
    }
    return known?.from === from && areSame(known.instructions, rest) ? [known] : [toStage(index, from, rest)];
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
