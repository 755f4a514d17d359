/**
 * An instruction's text as the builder reads it: continuation lines joined, comment lines between them dropped,
 * heredoc bodies not included. `offsets[i]` is where `text[i]` stands in the document; it has one more element
 * than the text, the offset behind its last character.
 */
export interface LogicalLine {
  readonly text: string;
  readonly offsets: readonly number[];
}

/**
 * Joins the lines of the instruction that starts at `start` and ends before `end` (offsets into `document`).
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/parser/parser.go
 */
export function joinLines(
  document: string,
  extent: { start: number; end: number },
  escape: string,
): LogicalLine {
  const offsets: number[] = [];
  let text = '';
  let last = extent.start;
  let at = extent.start;
  let continued = true;
  while (continued && at < extent.end) {
    const line = physicalLine(document, at, extent.end);
    const isComment = at > extent.start && /^[ \t]*#/.test(line.text);
    const body = isComment ? '' : withoutEscape(line.text, escape);
    continued = isComment || line.text.trim() === '' || body.length < line.text.length;
    for (let index = 0; index < body.length; index += 1) {
      offsets.push(at + index);
    }
    text += body;
    last = body === '' ? last : at + body.length;
    at = line.next;
  }
  return { text, offsets: [...offsets, last] };
}

function physicalLine(document: string, start: number, end: number): { text: string; next: number } {
  let stop = start;
  while (stop < end && document[stop] !== '\n' && document[stop] !== '\r') {
    stop += 1;
  }
  const isPair = document[stop] === '\r' && document[stop + 1] === '\n';
  return { text: document.slice(start, stop), next: stop + (isPair ? 2 : 1) };
}

function withoutEscape(line: string, escape: string): string {
  const trimmed = line.replace(/[ \t]+$/, '');
  return trimmed.endsWith(escape) ? trimmed.slice(0, -escape.length) : line;
}
