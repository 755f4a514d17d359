import { formatFraction, parseFraction } from './hcl/fraction.js';
import type { Report } from './report.js';
import type { SourceNode, SourceScalar } from './sourceNode.js';

/** Keys whose own settings are not texts that end up in an image. */
const flagKeys: ReadonlySet<string> = new Set(['pull', 'no-cache', 'disabled', 'nullable']);

/**
 * Says where bake writes a number or boolean otherwise than the file does: `VERSION: 1.10` is 1.1 in the build. What
 * is below an x- key is not bake's and not looked at.
 */
export function reportRewrittenScalars(root: SourceNode, report: Report): void {
  switch (root.kind) {
    case 'map':
      root.entries
        .filter(({ key }) => !key.startsWith('x-') && !flagKeys.has(key))
        .forEach(({ value }) => {
          reportRewrittenScalars(value, report);
        });
      return;
    case 'list':
      root.items.forEach((item) => {
        reportRewrittenScalars(item, report);
      });
      return;
    case 'scalar':
      reportScalar(root, report);
  }
}

function reportScalar(scalar: SourceScalar, report: Report): void {
  const text = bakeText(scalar);
  if (text === undefined || text === scalar.written || scalar.written === '') {
    return;
  }
  const newText = `"${scalar.written}"`;
  report.add({
    rule: 'RecipeValue',
    severity: 'warning',
    message:
      `This is a ${typeof scalar.value}, and bake writes it as ${text}. ` +
      `Put it into quotes to keep ${scalar.written}, or write ${text}.`,
    range: scalar.range,
    fixes: [
      {
        kind: 'edit',
        title: `Change to ${newText}`,
        file: report.file,
        edits: [{ range: scalar.range, newText }],
      },
    ],
  });
}

/** What a build gets of a number or boolean; undefined for anything else. */
function bakeText({ value, written }: SourceScalar): string | undefined {
  if (typeof value === 'boolean') {
    return String(value);
  }
  const number =
    typeof value === 'number' ? (parseFraction(written) ?? parseFraction(String(value))) : undefined;
  return number === undefined ? undefined : formatFraction(number);
}
