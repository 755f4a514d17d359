import { parseCheckOptions } from '../buildkit/checkDirective.js';
import { linesAt, readHeader } from './header.js';
import type { Insertion, SilenceRequest, Written } from './silenceRequest.js';

/**
 * Puts a rule into the `# check=` directive, which is made where there is none: behind the other directives, as a file
 * has one and only at its top. The reason is a comment below the directives.
 */
export function skipInFile({ document, finding: { rule }, reason }: SilenceRequest): Written | undefined {
  const { end, check } = readHeader(document);
  const written = `# check=skip=${rule}`;
  const because = reason === '' ? [] : [`# ${rule} is skipped: ${reason}`];
  if (check === undefined) {
    const newText = linesAt(document, end, [written, ...because]);
    return { written, edits: [{ start: end, end, newText }] };
  }
  const edit = addToValue(check.value, check.valueStart, rule);
  const comment = { start: end, end, newText: linesAt(document, end, because) };
  return edit === undefined ? undefined : { written, edits: because.length === 0 ? [edit] : [edit, comment] };
}

/**
 * The edit that adds a rule to the value of a `# check=`; undefined where the value is not understood, or where it has
 * the rule already.
 */
export function addToValue(value: string, start: number, rule: string): Insertion | undefined {
  const outcome = parseCheckOptions(value);
  if (!('options' in outcome) || outcome.options.skipsAll || outcome.options.skip.has(rule)) {
    return undefined;
  }
  const [before = ''] = /^(?:[^;]*;){0,2}?[ \t]*skip[ \t]*=[^;]*/.exec(value) ?? [];
  if (before === '') {
    return { start, end: start, newText: `skip=${rule};` };
  }
  const at = start + before.trimEnd().length;
  return { start: at, end: at, newText: (/[=,][ \t]*$/.test(before) ? '' : ',') + rule };
}
