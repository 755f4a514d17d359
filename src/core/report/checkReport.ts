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
  /** What was not checked, and why, in sentences. */
  readonly notChecked?: readonly string[];
  /** Whether the check failed; default: whether there is a finding of severity error. */
  readonly isFailed?: boolean;
  /** What `--fix` did; absent where it was not asked for. */
  readonly fixed?: readonly FixReport[];
}

/** A fix that was applied; the line, from 0, is that of the finding before. */
interface FixReport {
  readonly rule: string;
  readonly title: string;
  readonly file: string;
  readonly line: number;
}

/** What a file is called in a report, by its absolute path. */
export type FileNaming = (file: string) => string;

/** `bad` when the check failed. */
export function toCheckExitCode(report: CheckReport): ExitCode {
  return isFailed(report) ? exitCodes.bad : exitCodes.good;
}

function isFailed(report: CheckReport): boolean {
  return report.isFailed ?? hasErrors(report.findings);
}

/**
 * The check as JSON: `findings` with positions from 1, the absolute path as `file` and the name that the user knows
 * it by as `path`; `summary` with a count for each severity, and more.
 */
export function formatCheckJson(report: CheckReport, nameOf?: FileNaming): string {
  return formatJson({
    ok: !isFailed(report),
    recipes: report.recipes,
    findings: report.findings.map((finding) => ({
      ...toFindingJson(finding),
      ...(nameOf !== undefined && { path: nameOf(finding.file) }),
    })),
    summary: summarizeFindings(report.findings),
    branches: report.branches,
    notes: report.notes,
    notChecked: report.notChecked ?? [],
    ...(report.fixed !== undefined && {
      fixed: report.fixed.map((fix) => ({ ...fix, line: fix.line + 1 })),
    }),
  });
}

/** The check as text: findings below their file, aligned, then the notes, then a line that sums up. */
export function formatCheckText(report: CheckReport, options: TextOptions, nameOf?: FileNaming): string {
  const parts = [
    formatFindings(report.findings, options, nameOf),
    formatFixes(report.fixed ?? [], nameOf ?? ((file) => toDisplayPath(file, options.directory))),
    [...report.notes, ...(report.notChecked ?? [])].map((note) => `${toPrintableLine(note)}\n`).join(''),
    `${formatVerdict(report, options.style)}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** The findings, one a line below the name of their file; empty when there is none. */
export function formatFindings(
  findings: readonly Finding[],
  options: TextOptions,
  nameOf: FileNaming = (file) => toDisplayPath(file, options.directory),
): string {
  const columns = columnWidths(findings);
  return [...groupByFile(findings)]
    .map(([file, own]) => {
      const lines = own.map(
        (finding) =>
          formatFinding(finding, columns, options.style) +
          formatRelated(finding, columns, { options, nameOf }),
      );
      const name = toPrintableLine(nameOf(file));
      return `${options.style.bold(name)}\n${lines.join('')}`;
    })
    .join('\n');
}

function formatFixes(fixes: readonly FixReport[], nameOf: FileNaming): string {
  return fixes
    .map(({ rule, title, file, line }) => {
      const place = `${nameOf(file)}:${line + 1}`;
      return `Fixed ${toPrintableLine(place)}: ${toPrintableLine(title)} (${rule})\n`;
    })
    .join('');
}

function groupByFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.file);
    if (group === undefined) {
      groups.set(finding.file, [finding]);
    } else {
      group.push(finding);
    }
  }
  return groups;
}

interface ColumnWidths {
  readonly place: number;
  readonly severity: number;
}

function columnWidths(findings: readonly Finding[]): ColumnWidths {
  return {
    place: findings.reduce((width, finding) => Math.max(width, placeOf(finding).length), 0),
    severity: findings.reduce((width, finding) => Math.max(width, finding.severity.length), 0),
  };
}

function formatFinding(finding: Finding, widths: ColumnWidths, style: TextStyle): string {
  const place = style.dim(placeOf(finding).padStart(widths.place));
  const severity = severityColour(finding.severity, style)(finding.severity.padEnd(widths.severity));
  const platform = finding.platform === undefined ? '' : `[${finding.platform}] `;
  const rule = style.dim(`(${finding.rule})`);
  return `  ${place}  ${severity}  ${platform}${toPrintableLine(finding.message)} ${rule}\n`;
}

/** The places that explain a finding, below it. */
function formatRelated(
  { related = [] }: Finding,
  widths: ColumnWidths,
  { options, nameOf }: { readonly options: TextOptions; readonly nameOf: FileNaming },
): string {
  const indent = ' '.repeat(widths.place + widths.severity + 6);
  return related
    .map(({ file, range: { start }, message }) => {
      const place = `${nameOf(file)}:${start.line + 1}:${start.character + 1}`;
      return `${indent}${options.style.dim(`${toPrintableLine(place)}: ${toPrintableLine(message)}`)}\n`;
    })
    .join('');
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
