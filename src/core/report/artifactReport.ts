import type { ImageReport, Problem } from '../artifact/imageReport.js';
import { exitCodes } from './exitCode.js';
import type { ExitCode } from './exitCode.js';
import { formatImages, formatProblems, toImageJson, toProblemJson } from './imageList.js';
import { toPrintableLine } from './printable.js';
import { formatCount } from './quantity.js';
import { formatJson } from './reportOptions.js';
import type { TextOptions } from './reportOptions.js';

/** What converting or verifying came to. */
export interface ArtifactReport {
  readonly kind: 'conversion' | 'verification';
  readonly images: readonly ImageReport[];
  readonly problems: readonly Problem[];
  /** What was seen and left aside, in words: attestations, other platforms. */
  readonly notes: readonly string[];
}

/** `bad` when there is a problem. */
export function toArtifactExitCode(report: ArtifactReport): ExitCode {
  return report.problems.length > 0 ? exitCodes.bad : exitCodes.good;
}

/** The conversion or verification as JSON: `ok`, `images`, `problems`, `notes`. */
export function formatArtifactJson(report: ArtifactReport): string {
  return formatJson({
    ok: report.problems.length === 0,
    images: report.images.map(toImageJson),
    problems: report.problems.map(toProblemJson),
    notes: report.notes,
  });
}

/** The conversion or verification as text: images, what was left aside, problems, then a line that sums up. */
export function formatArtifactText(report: ArtifactReport, options: TextOptions): string {
  const parts = [
    formatImages(report.images, options),
    report.notes.map((note) => `${toPrintableLine(note)}\n`).join(''),
    formatProblems(report.problems, options),
    `${formatVerdict(report, options)}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function formatVerdict(report: ArtifactReport, { style }: TextOptions): string {
  const images = formatCount(report.images.length, 'image');
  if (report.problems.length === 0) {
    const verb = report.kind === 'conversion' ? 'converted' : 'verified: every digest and size is true';
    return style.green(`${images} ${verb}`);
  }
  const verb = report.kind === 'conversion' ? 'Nothing was converted' : 'Verification failed';
  return style.red(`${verb}: ${formatCount(report.problems.length, 'problem')}`);
}
