import type { Finding, RelatedPlace, Severity } from '../finding/finding.js';
import { rulePage } from '../finding/rulePage.js';

/** How many findings there are of each severity. */
export type FindingSummary = Readonly<Record<Severity, number>>;

/** A finding as the JSON reports write it. Lines and columns count from 1; the end is exclusive. */
export interface FindingJson {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The line on which the instruction begins that it is about. */
  readonly instructionLine?: number;
  readonly platform?: string;
  /** Other names of the rule, such as hadolint's code. */
  readonly aliases?: readonly string[];
  /** The page that explains the rule. */
  readonly url: string;
  readonly tags?: readonly string[];
  readonly related?: readonly RelatedJson[];
}

/** A place that explains a finding, as the JSON reports write it. */
interface RelatedJson {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Severities, the worst first. */
export const severityOrder: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/**
 * The findings of several recipes as one list: what two recipes say alike is said once, and the order is by file,
 * place, severity, rule.
 */
export function mergeFindings(lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const byIdentity = new Map(lists.flat().map((finding) => [identityOf(finding), finding]));
  return [...byIdentity.values()].sort(compareFindings);
}

/** Counts the findings of each severity. */
export function summarizeFindings(findings: readonly Finding[]): FindingSummary {
  const summary = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const finding of findings) {
    summary[finding.severity] += 1;
  }
  return summary;
}

/** Whether any finding is of severity error. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}

/** A finding in the JSON reports' form. */
export function toFindingJson(finding: Finding): FindingJson {
  const { start, end } = finding.range;
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    file: finding.file,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    ...(finding.instructionLine !== undefined && { instructionLine: finding.instructionLine + 1 }),
    ...(finding.platform !== undefined && { platform: finding.platform }),
    ...(finding.aliases !== undefined && { aliases: finding.aliases }),
    url: rulePage(finding.rule),
    ...(finding.tags !== undefined && { tags: finding.tags }),
    ...(finding.related !== undefined && { related: finding.related.map(toRelatedJson) }),
  };
}

function toRelatedJson({ message, file, range }: RelatedPlace): RelatedJson {
  return { message, file, line: range.start.line + 1, column: range.start.character + 1 };
}

function identityOf(finding: Finding): string {
  return JSON.stringify(toFindingJson(finding));
}

function compareFindings(left: Finding, right: Finding): number {
  return (
    compareTexts(left.file, right.file) ||
    left.range.start.line - right.range.start.line ||
    left.range.start.character - right.range.start.character ||
    severityOrder.indexOf(left.severity) - severityOrder.indexOf(right.severity) ||
    compareTexts(left.rule, right.rule) ||
    compareTexts(left.message, right.message)
  );
}

// Why: not localeCompare; a report must not depend on the locale of the machine.
function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
