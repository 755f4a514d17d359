import type { Finding, Severity } from '../finding/finding.js';
import type { CheckReport, FileNaming } from './checkReport.js';

const commands: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/**
 * The check as workflow commands of GitHub Actions, one annotation a line; empty where there is nothing to say.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function formatCheckGithub(report: CheckReport, nameOf: FileNaming): string {
  return report.findings.map((finding) => `${formatAnnotation(finding, nameOf)}\n`).join('');
}

function formatAnnotation(
  { rule, severity, message, file, range: { start, end }, platform }: Finding,
  nameOf: FileNaming,
): string {
  // Why: GitHub takes no columns for what goes over several lines, and includes the last column.
  const isOneLine = start.line === end.line;
  const properties = [
    ['file', nameOf(file).replaceAll('\\', '/')],
    ['line', start.line + 1],
    ['endLine', end.line + 1],
    ...(isOneLine ? [['col', start.character + 1] as const] : []),
    ...(isOneLine ? [['endColumn', Math.max(start.character + 1, end.character)] as const] : []),
    ['title', rule],
  ] as const;
  const written = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  const text = platform === undefined ? message : `${platform}: ${message}`;
  return `::${commands[severity]} ${written}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
