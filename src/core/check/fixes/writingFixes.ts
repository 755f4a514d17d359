import { flagOf } from '../../dockerfile/dockerfileDocument.js';
import { extentOf, replaceVerbatim } from './fixDraft.js';
import type { FixDraft, FixInput } from './fixDraft.js';

/** Takes the blank lines out of a continued instruction. */
export function fixEmptyContinuation({ document, instruction }: FixInput): FixDraft | undefined {
  const { lines, text } = document;
  const blank = document.emptyContinuations.find((one) => one.instruction === instruction)?.lines ?? [];
  const edits = blank.map((line) => {
    const start = lines.starts[line] ?? lines.length;
    return { start, end: lines.starts[line + 1] ?? lines.length, newText: '' };
  });
  const isBlank = edits.every(({ start, end }) => text.slice(start, end).trim() === '');
  const title = edits.length === 1 ? 'Remove the blank line' : 'Remove the blank lines';
  return isBlank ? { title, isSafe: true, edits } : undefined;
}

/** Says who the author is with the label that OCI has for it. MAINTAINER expands no variables; a label does. */
export function fixMaintainer({ document, inner }: FixInput): FixDraft | undefined {
  const { keyword, written, keywordRange, words } = inner;
  const author = words[0];
  const start = extentOf(document, keywordRange).start;
  const end = author === undefined ? start : extentOf(document, author.range).end;
  if (keyword !== 'MAINTAINER' || author === undefined || /[\r\n]/.test(document.text.slice(start, end))) {
    return undefined;
  }
  const value = author.text.replace(/["$\\`]/g, (special) =>
    special === '"' || special === '$' || special === document.escape ? document.escape + special : special,
  );
  const label = written === written.toLowerCase() ? 'label' : 'LABEL';
  const newText = `${label} org.opencontainers.image.authors="${value}"`;
  return {
    title: 'Write it as the label org.opencontainers.image.authors',
    edits: [{ start, end, newText }],
  };
}

/** Takes `--platform=$TARGETPLATFORM` away, unless somebody gave that variable a value of their own. */
export function fixRedundantPlatform({ document, instruction, input }: FixInput): FixDraft | undefined {
  const flag = flagOf(instruction, 'platform');
  const isRedeclared = document.preamble.some(({ assignments = [] }) =>
    assignments.some(({ key }) => key === 'TARGETPLATFORM'),
  );
  if (flag === undefined || isRedeclared || Object.hasOwn(input.recipe.target.args, 'TARGETPLATFORM')) {
    return undefined;
  }
  const { start, end } = extentOf(document, flag.range);
  const blanks = /^[ \t]*/.exec(document.text.slice(end))?.[0].length ?? 0;
  return {
    title: 'Remove --platform',
    isSafe: true,
    edits: [{ start, end: end + blanks, newText: '' }],
  };
}

/** Makes the first WORKDIR of a stage absolute; only where the path is plain. */
export function fixRelativeWorkdir({ document, inner }: FixInput): FixDraft | undefined {
  const path = inner.keyword === 'WORKDIR' ? inner.words[0] : undefined;
  if (path === undefined || !/^(?:\.\/)*[A-Za-z0-9_@-][A-Za-z0-9_@./ -]*$/.test(path.text)) {
    return undefined;
  }
  const newText = `/${path.text.replace(/^(?:\.\/)+/, '')}`;
  const edit = replaceVerbatim(document, path.range, { written: path.text, newText });
  return edit === undefined ? undefined : { title: `Make it ${newText}`, edits: [edit] };
}
