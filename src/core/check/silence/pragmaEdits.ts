import type { Comment, DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';
import { offsetAt } from '../../dockerfile/lineTable.js';
import { parsePragma } from '../hadolint/pragmas.js';
import { instructionAt } from '../instructionAt.js';
import { linesAt, readHeader } from './header.js';
import { lineStartBefore } from './lineStart.js';
import type { Insertion, SilenceRequest, Written } from './silenceRequest.js';

/** Puts a rule into the `# hadolint ignore=` right above the instruction, which is made where there is none. */
export function ignoreHere({ document, finding, reason }: SilenceRequest): Written | undefined {
  const line = finding.instructionLine ?? finding.range.start.line;
  const instruction = instructionAt(document.instructions, line);
  if (instruction === undefined) {
    return undefined;
  }
  const { rule } = finding;
  const written = `# hadolint ignore=${rule}`;
  // Why: continuations alone may stand above the keyword, and nothing may be put between them and it.
  const { start: first } = instruction.range;
  const above = document.comments.findLast(({ range }) => range.start.line < first.line);
  const isAbove = above?.range.start.line === first.line - 1;
  if (above !== undefined && isAbove && parsePragma(above.text)?.kind === 'ignore') {
    return { written, edits: addToPragma(document, above, { rule, reason }) };
  }
  const start = lineStartBefore(document.text, offsetAt(document.lines, first));
  return { written, edits: [insertion(document, start, withReason(written, reason))] };
}

/**
 * Puts a rule into the first `# hadolint global ignore=`, which is made where there is none: at the top, but below the
 * directives.
 */
export function ignoreInFile({ document, finding: { rule }, reason }: SilenceRequest): Written {
  const written = `# hadolint global ignore=${rule}`;
  const first = document.instructions[0]?.startLine ?? Infinity;
  const existing = document.comments.find(
    ({ text, range }) => range.start.line < first && parsePragma(text)?.kind === 'global',
  );
  if (existing !== undefined) {
    return { written, edits: addToPragma(document, existing, { rule, reason }) };
  }
  const { end } = readHeader(document);
  return { written, edits: [insertion(document, end, withReason(written, reason))] };
}

function insertion(document: DockerfileDocument, start: number, line: string): Insertion {
  return { start, end: start, newText: linesAt(document, start, [line]) };
}

function withReason(pragma: string, reason: string): string {
  return reason === '' ? pragma : `${pragma} # ${reason}`;
}

/** A further code behind the last one, and a further reason behind the one there is. */
function addToPragma(
  { text, lines }: DockerfileDocument,
  { range }: Comment,
  { rule, reason }: { readonly rule: string; readonly reason: string },
): readonly Insertion[] {
  const start = offsetAt(lines, range.start);
  const end = offsetAt(lines, range.end);
  const written = text.slice(start, end).trimEnd();
  const inner = written.indexOf('#', written.indexOf('='));
  const codes = (inner === -1 ? written : written.slice(0, inner)).trimEnd();
  const at = start + codes.length;
  const added = { start: at, end: at, newText: `,${rule}` };
  if (reason === '') {
    return [added];
  }
  const last = start + written.length;
  return inner === -1
    ? [{ ...added, newText: `,${rule} # ${reason}` }]
    : [added, { start: last, end: last, newText: `; ${rule}: ${reason}` }];
}
