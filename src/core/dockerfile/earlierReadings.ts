import type { Comment, DockerfileDocument, ReadInstruction } from './dockerfileDocument.js';
import { offsetAt } from './lineTable.js';

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
  #nextComment = 0;

  constructor(earlier: DockerfileDocument | undefined) {
    this.#earlier = earlier;
  }

  /**
   * What was read here, and behind it up to where the text differs from the earlier one; undefined where what begins
   * here may differ already. To be asked from the first line to the last.
   */
  from(start: InstructionStart): ReadRun | undefined {
    const earlier = this.#earlier;
    if (earlier?.escape !== start.escape) {
      return undefined;
    }
    const { readings } = earlier;
    while ((readings[this.#next]?.instruction.startLine ?? Infinity) < start.startLine) {
      this.#next += 1;
    }
    const reading = readings[this.#next];
    return reading !== undefined && isSame(reading, start) ? this.#runOf(reading, earlier, start) : undefined;
  }

  #runOf(first: ReadInstruction, earlier: DockerfileDocument, { text, begin }: InstructionStart): ReadRun {
    const from = beginOf(first, earlier);
    const same = sameLength(text, begin, earlier.text, from);
    let end = from + first.source.length;
    let count = 1;
    for (;;) {
      const next = earlier.readings[this.#next + count];
      if (next === undefined || !goesOn(next, { earlier, end, limit: from + same })) {
        break;
      }
      end = beginOf(next, earlier) + next.source.length;
      count += 1;
    }
    const readings = earlier.readings.slice(this.#next, this.#next + count);
    return { readings, comments: this.#commentsIn(earlier, from, end), length: end - from };
  }

  #commentsIn({ comments, lines }: DockerfileDocument, from: number, end: number): readonly Comment[] {
    const isBefore = (offset: number): boolean => {
      const comment = comments[this.#nextComment];
      return comment !== undefined && offsetAt(lines, comment.range.start) < offset;
    };
    while (isBefore(from)) {
      this.#nextComment += 1;
    }
    const first = this.#nextComment;
    while (isBefore(end)) {
      this.#nextComment += 1;
    }
    return comments.slice(first, this.#nextComment);
  }
}

/** Instructions that follow each other in both texts. */
export interface ReadRun {
  readonly readings: readonly ReadInstruction[];
  /** All comments from the beginning of the first to the end of the last. */
  readonly comments: readonly Comment[];
  /** From the beginning of the first one's line to behind the line break of the last, in characters. */
  readonly length: number;
}

/** Offset in its own text of the line that an instruction begins on. */
function beginOf({ instruction }: ReadInstruction, { lines }: DockerfileDocument): number {
  return lines.starts[instruction.joined.line] ?? 0;
}

/** Whether a reading, and what stands between it and `end`, lies in the stretch that is the same. */
function goesOn(
  reading: ReadInstruction,
  {
    earlier,
    end,
    limit,
  }: { readonly earlier: DockerfileDocument; readonly end: number; readonly limit: number },
): boolean {
  const begin = beginOf(reading, earlier);
  return (
    !reading.mayGoOn &&
    reading.source.length <= mostReusedLength &&
    begin - end <= mostReusedLength &&
    begin + reading.source.length <= limit
  );
}

/** How many characters are the same from two places on. */
function sameLength(text: string, at: number, other: string, otherAt: number): number {
  let known = 0;
  let most = Math.min(text.length - at, other.length - otherAt);
  // Why the whole first: behind the place that is edited all is the same.
  for (let length = most; known < most; length = known + Math.ceil((most - known) / 2)) {
    if (text.startsWith(other.slice(otherAt + known, otherAt + length), at + known)) {
      known = length;
    } else {
      most = length - 1;
    }
  }
  return known;
}

function isSame({ instruction, source, mayGoOn }: ReadInstruction, start: InstructionStart): boolean {
  const { text, begin, line, startLine, docComments } = start;
  return (
    instruction.startLine === startLine &&
    instruction.joined.line === line &&
    source.length <= mostReusedLength &&
    text.startsWith(source, begin) &&
    (!mayGoOn || begin + source.length === text.length) &&
    areSameComments(instruction.docComments, docComments)
  );
}

function areSameComments(some: readonly Comment[], others: readonly Comment[]): boolean {
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
