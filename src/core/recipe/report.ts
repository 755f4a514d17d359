import type { Range } from '../base/text.js';
import type { Finding, Fix, Severity } from '../finding/finding.js';
import type { RecipeFileRule } from './recipeFileRules.js';

/** What a step of reading a recipe file has to say; the file is known to the collector. */
export interface Remark {
  readonly rule: RecipeFileRule;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly fixes?: readonly Fix[];
}

/** Collects remarks about one file; the same remark counts once. */
export interface Report {
  readonly file: string;
  readonly add: (remark: Remark) => void;
  readonly findings: () => readonly Finding[];
}

/** An empty collection for `file` (an absolute path). */
export function createReport(file: string): Report {
  const findings = new Map<string, Finding>();
  return {
    file,
    add: (remark) => {
      const { start } = remark.range;
      const key = `${start.line}:${start.character}:${remark.rule}:${remark.message}`;
      findings.set(key, findings.get(key) ?? { ...remark, file, fixes: remark.fixes ?? [] });
    },
    findings: () =>
      withoutEchoes([...findings.values()]).sort(
        (left, right) =>
          left.range.start.line - right.range.start.line ||
          left.range.start.character - right.range.start.character,
      ),
  };
}

/** A value of the wrong kind is said once: where the schema refuses it, evaluating it says nothing new. */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const refused = findings.filter(({ rule, severity }) => rule === 'RecipeValue' && severity === 'error');
  return findings.filter(
    ({ rule, range }) =>
      rule !== 'RecipeExpression' || !refused.some((other) => contains(range, other.range)),
  );
}

function contains(outer: Range, inner: Range): boolean {
  return isNotAfter(outer.start, inner.start) && isNotAfter(inner.end, outer.end);
}

function isNotAfter(left: Range['start'], right: Range['start']): boolean {
  return left.line < right.line || (left.line === right.line && left.character <= right.character);
}
