import type { Comment, DockerfileDocument, ReadInstruction } from './dockerfileDocument.js';

/** Longer ones are read again. Why: so that a line too long for BuildKit is never among them. */
const mostReusedLength = 16_384;

/** Where an instruction begins, and what has been read up to there. */
export interface InstructionStart {
  readonly text: string;
  /** Offset of the beginning of the line, as editors count lines, that the instruction begins on. */
  readonly begin: number;
  /** That line, as editors count, and as BuildKit counts; from 0. */
  readonly line: number;
  readonly startLine: number;
  readonly escape: string;
  readonly docComments: readonly Comment[];
}

/**
 * What an earlier text was read as. An instruction whose lines are the same, on the same lines, is the same instruction:
 * not only need it not be read again, whoever has learned something of it need not look again either.
 */
export class EarlierReadings {
  readonly #earlier: DockerfileDocument | undefined;
  #next = 0;

  constructor(earlier: DockerfileDocument | undefined) {
    this.#earlier = earlier;
  }

  /** What was read here; undefined where it may differ. To be asked from the first line to the last. */
  at(start: InstructionStart): ReadInstruction | undefined {
    if (this.#earlier?.escape !== start.escape) {
      return undefined;
    }
    const { readings } = this.#earlier;
    while ((readings[this.#next]?.instruction.startLine ?? Infinity) < start.startLine) {
      this.#next += 1;
    }
    const reading = readings[this.#next];
    return reading !== undefined && isSame(reading, start) ? reading : undefined;
  }
}

function isSame({ instruction, source, mayGoOn }: ReadInstruction, start: InstructionStart): boolean {
  const { text, begin, line, startLine, docComments } = start;
  return (
    instruction.startLine === startLine &&
    instruction.joined.line === line &&
    source.length <= mostReusedLength &&
    text.startsWith(source, begin) &&
    (!mayGoOn || begin + source.length === text.length) &&
    areSame(instruction.docComments, docComments)
  );
}

function areSame(some: readonly Comment[], others: readonly Comment[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ text, range }, index) => {
      const other = others[index];
      return (
        text === other?.text &&
        range.start.line === other.range.start.line &&
        range.start.character === other.range.start.character &&
        range.end.character === other.range.end.character
      );
    })
  );
}

/** The same text in memory of its own: V8 keeps the whole text, however long, for each piece that is cut out of it. */
export function detach(text: string): string {
  return text === '' ? text : `${text}\0`.slice(0, -1);
}
