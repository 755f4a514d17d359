import type { BuildFailure } from '../build/buildEvent.js';
import { failureFile } from '../build/failureFile.js';
import type { BuildStatus } from '../build/buildStatus.js';
import type { BuildReport } from './buildReport.js';
import { formatFindings } from './checkReport.js';
import { formatImages, formatProblems } from './imageList.js';
import { toDisplayPath } from './pathDisplay.js';
import { toPrintable, toPrintableLine } from './printable.js';
import { formatCount, formatDuration } from './quantity.js';
import type { TextOptions } from './reportOptions.js';

/** One build as text: findings, the builder's warnings, the failure or the images, then a line that sums up. */
export function formatBuildText(report: BuildReport, options: TextOptions): string {
  const parts = [
    formatFindings(report.findings, options),
    formatWarnings(report, options),
    formatImages(report.images, options),
    formatFailure(report, options),
    formatProblems(report.problems, options),
    `${formatVerdict(report, options)}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function formatWarnings(report: BuildReport, { style }: TextOptions): string {
  return report.status.warnings
    .map(({ message, line, url }) => {
      const place = line === undefined ? '' : ` (line ${line})`;
      const link = url === undefined ? '' : ` ${style.dim(toPrintableLine(url))}`;
      return `${style.yellow('warning')}  ${toPrintableLine(message)}${place}${link}\n`;
    })
    .join('');
}

function formatFailure(report: BuildReport, options: TextOptions): string {
  const { failure } = report.status;
  if (failure === undefined) {
    return '';
  }
  const { style } = options;
  const facts = failureFacts(failure, report, options);
  const tail = failure.logTail.map((line) => `  ${style.dim('|')} ${toPrintable(line)}\n`);
  return [
    `${style.red('error')}  ${toPrintableLine(failure.message)}\n`,
    ...facts.map(([name, value]) => `  ${style.dim(name.padEnd(8))}  ${toPrintableLine(value)}\n`),
    ...tail,
  ].join('');
}

function failureFacts(
  failure: BuildFailure,
  report: BuildReport,
  options: TextOptions,
): readonly (readonly [string, string])[] {
  const file = failureFile(failure, report.dockerfile);
  const line = failure.line ?? '';
  const inline = failure.linkedTarget === undefined ? '' : ` of the target ${failure.linkedTarget.name}`;
  const where =
    file === undefined ? `line ${line}${inline}` : `${toDisplayPath(file, options.directory)}:${line}`;
  return [
    ...(failure.platform === undefined ? [] : [['platform', failure.platform] as const]),
    ...(failure.step === undefined ? [] : [['step', failure.step] as const]),
    ...(failure.line === undefined ? [] : [['where', where] as const]),
    ...(failure.exitCode === undefined ? [] : [['exit', `code ${failure.exitCode}`] as const]),
  ];
}

function formatVerdict(report: BuildReport, { style }: TextOptions): string {
  const name = toPrintableLine(report.recipeName);
  const took = tookText(report.status);
  switch (report.outcome) {
    case 'succeeded': {
      const platforms = report.images.map((image) => image.platform).join(', ');
      return style.green(`${name}: built, converted and verified for ${platforms}${took}`);
    }
    case 'failed':
      return style.red(`${name}: failed${failedPhase(report)}${took}`);
    case 'cancelled':
      return style.yellow(`${name}: cancelled${took}; ${writtenText(report)}`);
  }
}

function writtenText(report: BuildReport): string {
  return report.images.length === 0 ? 'nothing was written' : 'the artifacts were written, but not verified';
}

function tookText(status: BuildStatus): string {
  const { startedMs, endedMs } = status;
  return startedMs === undefined || endedMs === undefined
    ? ''
    : ` (build ${formatDuration(endedMs - startedMs)})`;
}

function failedPhase(report: BuildReport): string {
  if (report.status.failure?.platform !== undefined) {
    return ` on ${report.status.failure.platform}`;
  }
  return report.problems.length === 0 ? '' : `, ${formatCount(report.problems.length, 'problem')}`;
}
