import type { Comment, DockerfileDocument, Instruction } from '../../dockerfile/dockerfileDocument.js';
import { offsetAt } from '../../dockerfile/lineTable.js';
import { readDirective } from '../../dockerfile/parserDirective.js';
import type { Finding } from '../../finding/finding.js';
import { instructionAt } from '../instructionAt.js';
import { addToValue } from './checkDirectiveEdits.js';
import { linesAt, readHeader } from './header.js';
import { lineStartBefore } from './lineStart.js';
import type { SilenceRequest, Written } from './silenceRequest.js';

/**
 * Writes `# check=skip=` above the instruction, above the other comments there: a pragma of hadolint has to stay next to
 * the instruction, and so has a description.
 */
export function skipInComment({ document, finding, reason }: SilenceRequest): Written | undefined {
  const instruction = instructionFor(document, finding);
  if (instruction === undefined) {
    return undefined;
  }
  const { rule } = finding;
  const written = `# check=skip=${rule}`;
  const because = reason === '' ? [] : [`# ${rule} is skipped: ${reason}`];
  const existing = instruction.docComments.flatMap((comment) => checkIn(document, comment) ?? [])[0];
  const first = instruction.docComments[0]?.range ?? instruction.range;
  const start = lineStartBefore(document.text, offsetAt(document.lines, first.start));
  const isInHeader = start === readHeader(document).end;
  if (existing === undefined) {
    // Why: right behind the directives it would be one of them.
    const lines = [...(isInHeader ? [''] : []), ...because, written];
    return { written, edits: [{ start, end: start, newText: linesAt(document, start, lines) }] };
  }
  const edit = addToValue(existing.value, existing.start, rule);
  const comment = { start, end: start, newText: linesAt(document, start, because) };
  return edit === undefined ? undefined : { written, edits: because.length === 0 ? [edit] : [comment, edit] };
}

/** BuildKit looks above the instruction that makes another one void, not above that one. */
function instructionFor(
  { instructions }: DockerfileDocument,
  { rule, instructionLine, range, related = [] }: Finding,
): Instruction | undefined {
  const later = rule === 'MultipleInstructionsDisallowed' ? related[0]?.range.start.line : undefined;
  return instructionAt(instructions, later ?? instructionLine ?? range.start.line);
}

/** The value of a comment that is a `# check=`, up to its first blank. */
function checkIn(
  { text, lines }: DockerfileDocument,
  { range }: Comment,
): { readonly value: string; readonly start: number } | undefined {
  const extent = { start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) };
  const directive = range.start.character === 0 ? readDirective(text, extent) : undefined;
  const [value = ''] = directive?.value.split(' ', 1) ?? [];
  return directive?.name === 'check' ? { value, start: directive.valueExtent.start } : undefined;
}
