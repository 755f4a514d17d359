import type { DockerfileDocument, Instruction } from '../../core/dockerfile/dockerfileDocument.js';
import { documentOffset } from '../../core/dockerfile/joinedText.js';
import { lineAt } from '../../core/dockerfile/lineTable.js';

/** Instructions whose arguments are words: blanks between them may be fewer or more. */
const wordKeywords: ReadonlySet<string> = new Set([
  ...['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL'],
  ...['RUN', 'SHELL', 'VOLUME'],
]);

/**
 * The lines (from 0) whose leading blanks mean something, so that no formatter may touch them: bodies of heredocs, and
 * continued lines inside quotes, inside a word, or of instructions that take the rest of the line as it is.
 */
export function fixedLines(document: DockerfileDocument): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const instruction of document.instructions) {
    for (const { contentRange, terminatorRange } of instruction.heredocs) {
      addLines(lines, contentRange.start.line, terminatorRange?.end.line ?? contentRange.end.line);
    }
    if (instruction.startLine === instruction.endLine) {
      continue;
    }
    if (takesWords(instruction)) {
      addContinuedInside(lines, instruction, document);
    } else {
      addLines(lines, instruction.startLine + 1, instruction.endLine);
    }
  }
  return lines;
}

function addLines(lines: Set<number>, from: number, to: number): void {
  for (let line = from; line <= to; line++) {
    lines.add(line);
  }
}

function takesWords({ keyword, assignments = [], trigger }: Instruction): boolean {
  return trigger === undefined && wordKeywords.has(keyword) && !assignments.some(({ isLegacy }) => isLegacy);
}

/** Walks over the joined text; wherever a line of the document begins, the blanks there are looked at. */
function addContinuedInside(
  lines: Set<number>,
  { joined }: Instruction,
  { lines: table }: DockerfileDocument,
): void {
  const { text } = joined;
  const quotes = new QuoteState();
  const begins = new Set(joined.starts.slice(1));
  for (let index = 0; index < text.length; index++) {
    if (begins.has(index)) {
      const isBetweenWords = /\s/.test(text.charAt(index)) || /\s/.test(text.charAt(index - 1));
      if (quotes.isOpen || !isBetweenWords) {
        lines.add(lineAt(table, documentOffset(table, joined, index)));
      }
    }
    quotes.pass(text.charAt(index));
  }
}

/** Whether a quote is open, as shells count them; an apostrophe in a shell comment opens one too, which is careful. */
class QuoteState {
  #quote = '';
  #isEscaped = false;

  get isOpen(): boolean {
    return this.#quote !== '' || this.#isEscaped;
  }

  pass(character: string): void {
    if (this.#isEscaped) {
      this.#isEscaped = false;
    } else if (character === '\\' && this.#quote !== "'") {
      this.#isEscaped = true;
    } else if (character === this.#quote) {
      this.#quote = '';
    } else if (this.#quote === '' && (character === '"' || character === "'")) {
      this.#quote = character;
    }
  }
}
