import type { PlacedHeredoc } from './commandText.js';
import { skipTabs } from './commandText.js';
import { completeInstruction } from './completeInstruction.js';
import type {
  BuildProblem,
  Comment,
  Directive,
  DockerfileDocument,
  Heredoc,
  ReadInstruction,
} from './dockerfileDocument.js';
import type { InstructionStart, ReadRun } from './earlierReadings.js';
import { detach, EarlierReadings } from './earlierReadings.js';
import type { Extent } from './goText.js';
import { exceedsUtf8Bytes, skipSpaces, trimSpaces } from './goText.js';
import type { PlacedHeredocWord } from './heredocWord.js';
import { heredocsOf } from './heredocWord.js';
import { instructionProblems } from './instructionProblems.js';
import type { JoinedText } from './joinedText.js';
import { documentOffset } from './joinedText.js';
import type { LineTable } from './lineTable.js';
import { createLineTable, lineAt, rangeBetween } from './lineTable.js';
import type { PhysicalLine } from './lineScanner.js';
import { LineScanner } from './lineScanner.js';
import { readDirective } from './parserDirective.js';
import type { InstructionHead } from './parseInstruction.js';
import { parseInstruction } from './parseInstruction.js';

/** The longest line, in bytes, that BuildKit's scanner takes. */
const mostLineBytes = 65_535;

const heredocKeywords: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);

/** Reads a Dockerfile line by line; after `readAll` its members hold what was found. */
export class DockerfileReader {
  readonly lines: LineTable;
  readonly directives: Directive[] = [];
  readonly comments: Comment[] = [];
  readonly readings: ReadInstruction[] = [];
  readonly problems: BuildProblem[] = [];
  escape = '\\';
  readonly #text: string;
  readonly #scanner: LineScanner;
  readonly #earlier: EarlierReadings;
  #mayBeDirective = true;
  #docComments: Comment[] = [];
  #isTooLong = false;

  /** Takes over from `earlier`, the reading of another text, what is the same. */
  constructor(text: string, earlier?: DockerfileDocument) {
    this.#text = text;
    this.#earlier = new EarlierReadings(earlier);
    this.#scanner = new LineScanner(text);
    this.lines = createLineTable(text);
  }

  /** Reads the whole text. */
  readAll(): void {
    for (let line = this.#nextLine(); line !== undefined; line = this.#nextLine()) {
      // Why: a byte order mark is taken off the first line only.
      const isMarked = this.#scanner.count === 1 && this.#text.startsWith('\uFEFF');
      this.#readLine(isMarked ? { ...line, start: 1 } : line);
    }
  }

  #nextLine(): PhysicalLine | undefined {
    const line = this.#scanner.next();
    if (line !== undefined) {
      this.#refuseLongLine(line);
    }
    return line;
  }

  #refuseLongLine({ start, newline: end }: PhysicalLine): void {
    // Why first: no character has more than three bytes for each of its units, and nearly all lines are short.
    if (this.#isTooLong || (end - start) * 3 <= mostLineBytes) {
      return;
    }
    if (!exceedsUtf8Bytes(this.#text, { start, end }, mostLineBytes)) {
      return;
    }
    this.#isTooLong = true;
    this.problems.push({
      code: 'invalid-syntax',
      message: `dockerfile line greater than max allowed size of ${mostLineBytes}`,
      range: this.#range({ start, end }),
    });
  }

  #readLine(line: PhysicalLine): void {
    const first = skipSpaces(this.#text, line.start, line.end);
    if (first === line.end) {
      this.#mayBeDirective = false;
      return;
    }
    if (this.#text.charAt(first) === '#') {
      this.#readComment(line, first);
      return;
    }
    this.#mayBeDirective = false;
    this.#readInstruction({ ...line, start: first });
  }

  #readComment(line: PhysicalLine, first: number): void {
    const extent = { start: first, end: line.end };
    if (this.#mayBeDirective && this.#readDirective(extent)) {
      return;
    }
    this.#mayBeDirective = false;
    this.#addComment(extent);
    // Why: BuildKit cuts one character off the line, whether the line is indented or not.
    const doc = trimSpaces(this.#text, { start: line.start + 1, end: line.end });
    if (doc.end <= doc.start) {
      this.#docComments = [];
    } else {
      this.#docComments.push({ text: detach(this.#slice(doc)), range: this.#range(extent) });
    }
  }

  #addComment(extent: Extent): void {
    const body = trimSpaces(this.#text, { start: extent.start + 1, end: extent.end });
    this.comments.push({ text: detach(this.#slice(body)), range: this.#range(extent) });
  }

  #readDirective(extent: Extent): boolean {
    const found = readDirective(this.#text, extent);
    if (found === undefined) {
      return false;
    }
    const { name, value, nameExtent, valueExtent } = found;
    const range = this.#range(extent);
    const refuse = (message: string, place: Extent): void => {
      this.problems.push({ code: 'invalid-directive', message, range: this.#range(place) });
    };
    if (this.directives.some((directive) => directive.name === name)) {
      refuse(`only one ${name} parser directive can be used`, nameExtent);
    } else if (name === 'escape' && value !== '\\' && value !== '`') {
      refuse(`invalid escape token '${value}' does not match \` or \\`, valueExtent);
    } else if (name === 'escape') {
      this.escape = value;
    }
    const written = { name, value, range };
    this.directives.push({
      ...written,
      nameRange: this.#range(nameExtent),
      valueRange: this.#range(valueExtent),
    });
    return true;
  }

  #readInstruction(first: PhysicalLine): void {
    const startLine = this.#scanner.count - 1;
    const line = lineAt(this.lines, first.start);
    const begin = this.lines.starts[line] ?? 0;
    const { escape } = this;
    const docComments = this.#docComments;
    this.#docComments = [];
    const start = { text: this.#text, begin, line, startLine, escape, docComments };
    const known = this.#earlier.from(start);
    if (known === undefined) {
      this.readings.push(this.#readAnew(first, start));
    } else {
      this.#take(known, start);
    }
  }

  #take({ readings, comments, length }: ReadRun, { begin, startLine }: InstructionStart): void {
    const last = readings.at(-1);
    const nextLine = (last?.instruction.startLine ?? startLine) + (last?.lineCount ?? 0);
    // Why: the first line has been read.
    this.#scanner.skip(nextLine - startLine - 1, begin + length);
    readings.forEach((reading) => this.readings.push(reading));
    comments.forEach((comment) => this.comments.push(comment));
    for (const { problems } of readings) {
      problems.forEach((problem) => this.problems.push(problem));
    }
  }

  #readAnew(first: PhysicalLine, start: InstructionStart): ReadInstruction {
    const { begin, startLine, escape, docComments } = start;
    const [commentCount, problemCount] = [this.comments.length, this.problems.length];
    const { joined, blankLines } = this.#join(first, start);
    const reportedLine = lineAt(this.lines, this.#scanner.end);
    const head = parseInstruction(joined, { lines: this.lines, escape });
    const heredocs = this.#readHeredocs(head, begin);
    const end = Math.max(this.#scanner.end, begin + bodyEnd(heredocs.at(-1)));
    const instruction = completeInstruction(head, {
      heredocs,
      // Why: the body of a heredoc without an end keeps the returns that the end of a line does not have.
      range: this.#range({ start: first.start, end }),
      startLine,
      endLine: this.#scanner.count - 1,
      docComments,
    });
    const refused = head.problems.length > 0 ? head.problems : instructionProblems(instruction);
    refused.forEach((problem) => this.problems.push(problem));
    return {
      instruction,
      source: detach(this.#text.slice(begin, this.#scanner.at)),
      lineCount: this.#scanner.count - startLine,
      mayGoOn: this.#scanner.at === this.#text.length,
      comments: this.comments.slice(commentCount),
      problems: this.problems.slice(problemCount),
      ...(blankLines.length > 0 && {
        emptyContinuation: { lines: blankLines, reportedLine, instruction },
      }),
    };
  }

  #join(
    first: PhysicalLine,
    { begin, line: firstLine }: InstructionStart,
  ): {
    readonly joined: JoinedText;
    readonly blankLines: readonly number[];
  } {
    const blankLines: number[] = [];
    const parts: string[] = [];
    const starts: number[] = [];
    const offsets: number[] = [];
    let length = 0;
    let isOpen = true;
    for (let line: PhysicalLine | undefined = first; line !== undefined;) {
      const kind = line === first ? 'text' : this.#kindOfContinued(line);
      if (kind === 'blank') {
        blankLines.push(lineAt(this.lines, line.start));
      } else if (kind === 'text') {
        const end = continuationEnd(this.#text, line, this.escape);
        isOpen = end !== undefined;
        const part = this.#text.slice(line.start, end ?? line.end);
        parts.push(part);
        starts.push(length);
        offsets.push(line.start - begin);
        length += part.length;
      }
      line = isOpen ? this.#nextLine() : undefined;
    }
    return { joined: { text: detach(parts.join('')), line: firstLine, starts, offsets }, blankLines };
  }

  #kindOfContinued(line: PhysicalLine): 'text' | 'blank' | 'comment' {
    const first = skipSpaces(this.#text, line.start, line.end);
    if (first === line.end) {
      return 'blank';
    }
    if (this.#text.charAt(first) !== '#') {
      return 'text';
    }
    this.#addComment({ start: first, end: line.end });
    return 'comment';
  }

  #readHeredocs(head: InstructionHead, begin: number): readonly PlacedHeredoc[] {
    const inner = head.keyword === 'ONBUILD' ? (head.trigger ?? head) : head;
    if (!heredocKeywords.has(inner.keyword) || inner.form === 'json' || !head.joined.text.includes('<<')) {
      return [];
    }
    const { words, error } = heredocsOf(head.joined.text);
    if (error !== undefined) {
      this.problems.push({ code: 'invalid-syntax', message: error, range: head.keywordRange });
      return [];
    }
    const heredocs: PlacedHeredoc[] = [];
    for (const word of words) {
      heredocs.push(this.#readHeredoc(word, head.joined, begin));
      // Why: behind one that has no end there is nothing left to read.
      if (heredocs.at(-1)?.heredoc.terminatorRange === undefined) {
        break;
      }
    }
    return heredocs;
  }

  #readHeredoc(word: PlacedHeredocWord, joined: JoinedText, begin: number): PlacedHeredoc {
    const contentStart = this.#scanner.at;
    const range = this.#range({
      start: documentOffset(this.lines, joined, word.start),
      end: documentOffset(this.lines, joined, word.end, 'end'),
    });
    const ending = this.#findEnd(word);
    const contentEnd = ending?.start ?? this.#text.length;
    if (ending === undefined) {
      this.problems.push({ code: 'invalid-syntax', message: 'unterminated heredoc', range });
    }
    const { name, expand, chomp, fileDescriptor } = word;
    const heredoc: Heredoc = {
      name,
      expand,
      chomp,
      fileDescriptor,
      content: detach(this.#text.slice(contentStart, contentEnd)),
      contentRange: this.#range({ start: contentStart, end: contentEnd }),
      range,
      ...(ending !== undefined && { terminatorRange: this.#range(ending) }),
    };
    const delimiterStart = ending === undefined ? contentEnd : skipTabs(this.#text, ending.start);
    return { heredoc, contentStart: contentStart - begin, delimiterStart: delimiterStart - begin };
  }

  #findEnd({ name, chomp }: PlacedHeredocWord): PhysicalLine | undefined {
    for (let line = this.#nextLine(); line !== undefined; line = this.#nextLine()) {
      const start = chomp ? Math.min(skipTabs(this.#text, line.start), line.end) : line.start;
      if (line.end - start === name.length && this.#text.startsWith(name, start)) {
        return line;
      }
    }
    return undefined;
  }

  #slice({ start, end }: Extent): string {
    return this.#text.slice(start, end);
  }

  #range({ start, end }: Extent): Comment['range'] {
    return rangeBetween(this.lines, start, end);
  }
}

function bodyEnd(last: PlacedHeredoc | undefined): number {
  return last === undefined ? 0 : last.contentStart + last.heredoc.content.length;
}

/**
 * Where a continued line ends, before its escape character; undefined when it is not continued. Blanks may follow the
 * character; another one before it takes its meaning.
 */
function continuationEnd(text: string, { start, end }: PhysicalLine, escape: string): number | undefined {
  let at = end;
  while (at > start && (text.charCodeAt(at - 1) === 0x20 || text.charCodeAt(at - 1) === 0x09)) {
    at -= 1;
  }
  const isEscape = at > start && text.charAt(at - 1) === escape;
  const isEscaped = at - 1 > start && text.charAt(at - 2) === escape;
  return isEscape && !isEscaped ? at - 1 : undefined;
}
