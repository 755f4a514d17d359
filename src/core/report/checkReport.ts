import type { Finding, Severity } from '../finding/finding.js';
import { exitCodes } from './exitCode.js';
import type { ExitCode } from './exitCode.js';
import { hasErrors, summarizeFindings, toFindingJson } from './findingList.js';
import { toDisplayPath } from './pathDisplay.js';
import { toPrintableLine } from './printable.js';
import { formatCount } from './quantity.js';
import { formatJson } from './reportOptions.js';
import type { TextOptions } from './reportOptions.js';
import type { Emphasis, TextStyle } from './textStyle.js';

/** A branch as a check judged it. */
interface BranchReport {
  readonly name: string;
  readonly accepted: boolean;
  readonly documentedForm: boolean;
  /** The tag that a push of the image would get. */
  readonly pushTag: string;
  readonly launchpadMeant: boolean;
}

/** What a check found out. */
export interface CheckReport {
  /** Names of the recipes that were checked. */
  readonly recipes: readonly string[];
  readonly findings: readonly Finding[];
  /** The branches that the recipes were judged with; none where there is no git or HEAD is detached. */
  readonly branches: readonly BranchReport[];
  /** What is to be said besides: the branch and its push tag, what could not be looked at. */
  readonly notes: readonly string[];
}

/** `bad` when there is a finding of severity error. */
export function toCheckExitCode(report: CheckReport): ExitCode {
  return hasErrors(report.findings) ? exitCodes.bad : exitCodes.good;
}

/** The check as JSON: `findings` with positions from 1, `summary` with a count for each severity, and more. */
export function formatCheckJson(report: CheckReport): string {
  return formatJson({
    ok: !hasErrors(report.findings),
    recipes: report.recipes,
    findings: report.findings.map(toFindingJson),
    summary: summarizeFindings(report.findings),
    branches: report.branches,
    notes: report.notes,
  });
}

/** The check as text: findings below their file, aligned, then the notes, then a line that sums up. */
export function formatCheckText(report: CheckReport, options: TextOptions): string {
  const parts = [
    formatFindings(report.findings, options),
    report.notes.map((note) => `${toPrintableLine(note)}\n`).join(''),
    `${formatVerdict(report, options.style)}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** The findings, one a line below the name of their file; empty when there is none. */
export function formatFindings(findings: readonly Finding[], options: TextOptions): string {
  const files = [...new Set(findings.map((finding) => finding.file))];
  const columns = columnWidths(findings);
  return files
    .map((file) => {
      const lines = findings
        .filter((finding) => finding.file === file)
        .map((finding) => formatFinding(finding, columns, options.style));
      const name = toPrintableLine(toDisplayPath(file, options.directory));
      return `${options.style.bold(name)}\n${lines.join('')}`;
    })
    .join('\n');
}

interface ColumnWidths {
  readonly place: number;
  readonly severity: number;
}

function columnWidths(findings: readonly Finding[]): ColumnWidths {
  return {
    place: Math.max(0, ...findings.map((finding) => placeOf(finding).length)),
    severity: Math.max(0, ...findings.map((finding) => finding.severity.length)),
  };
}

function formatFinding(finding: Finding, widths: ColumnWidths, style: TextStyle): string {
  const place = style.dim(placeOf(finding).padStart(widths.place));
  const severity = severityColour(finding.severity, style)(finding.severity.padEnd(widths.severity));
  const platform = finding.platform === undefined ? '' : `[${finding.platform}] `;
  const rule = style.dim(`(${finding.rule})`);
  return `  ${place}  ${severity}  ${platform}${toPrintableLine(finding.message)} ${rule}\n`;
}

function placeOf(finding: Finding): string {
  return `${finding.range.start.line + 1}:${finding.range.start.character + 1}`;
}

function severityColour(severity: Severity, style: TextStyle): Emphasis {
  const colours = { error: style.red, warning: style.yellow, info: style.cyan, hint: style.dim };
  return colours[severity];
}

function formatVerdict(report: CheckReport, style: TextStyle): string {
  const subject = report.recipes.map(toPrintableLine).join(', ');
  const prefix = subject === '' ? '' : `${subject}: `;
  const summary = summarizeFindings(report.findings);
  const counts = (['error', 'warning'] as const).map((severity) => formatCount(summary[severity], severity));
  const others = summary.info + summary.hint;
  const remarks = others === 0 ? [] : [formatCount(others, 'remark')];
  const colour = summary.error > 0 ? style.red : summary.warning > 0 ? style.yellow : style.green;
  return colour(prefix + [...counts, ...remarks].join(', '));
}
