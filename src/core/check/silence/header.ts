import type { DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';
import { readDirective } from '../../dockerfile/parserDirective.js';
import { lineBreakOf } from './lineStart.js';

/** The lines at the top that a builder looks for directives in. */
export interface Header {
  /** Where the line behind the last of them begins. */
  readonly end: number;
  readonly check?: HeaderDirective;
}

/** The `# check=` among them. */
interface HeaderDirective {
  /** Up to its first blank: what is behind that does not count. */
  readonly value: string;
  readonly valueStart: number;
}

/** Reads the directives at the top, behind a byte order mark and a `#!` line. */
export function readHeader({ text }: DockerfileDocument): Header {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  if (text.startsWith('#!', start)) {
    start = nextLine(text, start);
  }
  for (;;) {
    const next = nextLine(text, start);
    const lineEnd = text.slice(start, next).trimEnd().length + start;
    const directive = readDirective(text, { start, end: lineEnd });
    if (directive === undefined) {
      return { end: start };
    }
    if (directive.name === 'check') {
      const [value = ''] = directive.value.split(' ', 1);
      const check = { value, valueStart: directive.valueExtent.start };
      return { ...readRest(text, next), check };
    }
    start = next;
  }
}

/** The end of the directives behind `# check=`. */
function readRest(text: string, from: number): Header {
  let start = from;
  while (readDirective(text, { start, end: nextLine(text, start) }) !== undefined) {
    start = nextLine(text, start);
  }
  return { end: start };
}

function nextLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end + 1;
}

/** Whole lines as they are put in at an offset that begins a line, or that ends a text without a last line break. */
export function linesAt({ text }: DockerfileDocument, offset: number, lines: readonly string[]): string {
  const eol = lineBreakOf(text);
  const isBehindLine = offset > 0 && !['\n', '\uFEFF'].includes(text.charAt(offset - 1));
  return (isBehindLine ? eol : '') + lines.map((line) => line + eol).join('');
}
