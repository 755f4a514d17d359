import { readDirective } from '../../dockerfile/parserDirective.js';
import { parsePragma } from '../hadolint/pragmas.js';
import { extentOf } from './fixDraft.js';
import type { FixDraft, FixInput } from './fixDraft.js';

/** Begins the comment above a stage or an ARG with its name; not a comment that tells a tool something. */
export function fixDescription({ document, instruction }: FixInput): FixDraft | undefined {
  const comment = instruction.docComments.at(-1);
  const stage = document.stages.find(({ from }) => from === instruction);
  const name = instruction.keyword === 'ARG' ? instruction.assignments?.[0]?.key : stage?.name;
  if (comment === undefined || name === undefined || comment.range.start.character > 0) {
    return undefined;
  }
  const extent = extentOf(document, comment.range);
  const isForTool =
    parsePragma(comment.text) !== undefined || readDirective(document.text, extent) !== undefined;
  const start = extent.start + 1;
  const blanks = /^[ \t]*/.exec(document.text.slice(start, extent.end))?.[0].length ?? 0;
  return isForTool
    ? undefined
    : {
        title: `Begin the comment with ${name}`,
        edits: [{ start, end: start + blanks, newText: ` ${name} ` }],
      };
}
