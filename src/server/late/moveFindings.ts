import type { Range } from '../../core/base/text.js';
import type { Finding, Fix } from '../../core/finding/finding.js';

/** Where a line of the older text is in the newer one; undefined where it is no longer as it was. */
type LineMap = (line: number) => number | undefined;

/**
 * Findings of an older text of `file` at their places in a newer one. Those that touch a changed line are left out:
 * whoever found them has not seen the new text. Findings of other files stay as they are.
 */
export function moveFindings(
  findings: readonly Finding[],
  file: string,
  { before, after }: { readonly before: string; readonly after: string },
): readonly Finding[] {
  if (before === after || findings.length === 0) {
    return findings;
  }
  const lineMap = mapLines(before.split('\n'), after.split('\n'));
  return findings.flatMap((finding) => {
    const range = finding.file === file ? moveRange(finding.range, lineMap) : finding.range;
    return range === undefined
      ? []
      : [{ ...withoutLine(finding, file), range, ...moveRest(finding, file, lineMap) }];
  });
}

/** The instruction is found by the range where its line is no longer known. */
function withoutLine(finding: Finding, file: string): Finding {
  const { instructionLine, ...rest } = finding;
  return instructionLine === undefined || finding.file !== file ? finding : rest;
}

function moveRest(
  { fixes, related }: Finding,
  file: string,
  lineMap: LineMap,
): Pick<Finding, 'fixes' | 'related'> {
  const places = related?.flatMap((place) => {
    const range = place.file === file ? moveRange(place.range, lineMap) : place.range;
    return range === undefined ? [] : [{ ...place, range }];
  });
  return {
    fixes: fixes.flatMap((fix) => moveFix(fix, file, lineMap)),
    ...(places !== undefined && { related: places }),
  };
}

function moveFix(fix: Fix, file: string, lineMap: LineMap): readonly Fix[] {
  if (fix.kind !== 'edit' || fix.file !== file) {
    return [fix];
  }
  const edits = fix.edits.flatMap((edit) => {
    const range = moveRange(edit.range, lineMap);
    return range === undefined ? [] : [{ ...edit, range }];
  });
  // Why: half of a change is none.
  return edits.length === fix.edits.length ? [{ ...fix, edits }] : [];
}

/** Only what lies between the first and the last difference counts as changed. */
function mapLines(before: readonly string[], after: readonly string[]): LineMap {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) {
    tail += 1;
  }
  const shift = after.length - before.length;
  return (line) => (line < head ? line : line >= before.length - tail ? line + shift : undefined);
}

function moveRange({ start, end }: Range, lineMap: LineMap): Range | undefined {
  const from = lineMap(start.line);
  const to = lineMap(end.line);
  // Why: a stretch that grew or shrank has a changed line inside.
  return from === undefined || to === undefined || to - from !== end.line - start.line
    ? undefined
    : { start: { ...start, line: from }, end: { ...end, line: to } };
}
