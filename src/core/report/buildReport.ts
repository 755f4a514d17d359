import type { ImageReport, Problem } from '../artifact/imageReport.js';
import type { BuildFailure } from '../build/buildEvent.js';
import { failureFile } from '../build/failureFile.js';
import type { BuildStatus, PlatformStatus } from '../build/buildStatus.js';
import type { Finding } from '../finding/finding.js';
import { exitCodes } from './exitCode.js';
import type { ExitCode } from './exitCode.js';
import { summarizeFindings, toFindingJson } from './findingList.js';
import { toImageJson, toProblemJson } from './imageList.js';
import { formatJson } from './reportOptions.js';

/** What a build came to: the result of the build use case, and the Dockerfile it was about. */
export interface BuildReport {
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly recipeName: string;
  readonly findings: readonly Finding[];
  readonly status: BuildStatus;
  readonly images: readonly ImageReport[];
  readonly problems: readonly Problem[];
  readonly outputDirectory: string;
  readonly logFile?: string;
  /** Absolute path of the Dockerfile, to say where a step failed; absent when it is inline or remote. */
  readonly dockerfile?: string;
}

/** Problems of the question rather than of the answer: nothing was tried. */
const misuses: ReadonlySet<string> = new Set([
  'output-exists',
  'output-foreign',
  'file-exists',
  'plan-context',
  'plan-platforms',
  'plan-secret',
]);

/**
 * `good` when the artifacts are there and verified. Findings do not count here: a finding says what Launchpad or a
 * reader would object to, and the image was built nevertheless.
 */
export function toBuildExitCode(report: BuildReport): ExitCode {
  const isMisuse = report.problems.length > 0 && report.problems.every(({ code }) => misuses.has(code));
  const failed = isMisuse ? exitCodes.misuse : exitCodes.bad;
  const codes = { succeeded: exitCodes.good, failed, cancelled: exitCodes.cancelled };
  return codes[report.outcome];
}

/** One build as JSON, or several (`builds`) with all their images and problems beside each other. */
export function formatBuildJson(reports: readonly BuildReport[]): string {
  const builds = reports.map(toBuildJson);
  const [only] = builds;
  if (builds.length === 1 && only !== undefined) {
    return formatJson(only);
  }
  return formatJson({
    ok: builds.every((build) => build.ok),
    images: builds.flatMap((build) => build.images.map((image) => ({ recipe: build.recipe, ...image }))),
    problems: builds.flatMap((build) =>
      build.problems.map((problem) => ({ recipe: build.recipe, ...problem })),
    ),
    builds,
  });
}

function toBuildJson(report: BuildReport) {
  const { status } = report;
  return {
    ok: report.outcome === 'succeeded',
    recipe: report.recipeName,
    outcome: report.outcome,
    outputDirectory: report.outputDirectory,
    images: report.images.map(toImageJson),
    problems: [...toFailureJson(report), ...report.problems.map(toProblemJson)],
    findings: report.findings.map(toFindingJson),
    summary: summarizeFindings(report.findings),
    warnings: status.warnings,
    platforms: status.platforms.map(toPlatformJson),
    durationMs: durationMs(status),
    ...(report.logFile !== undefined && { logFile: report.logFile }),
  };
}

function toFailureJson(report: BuildReport) {
  const { failure } = report.status;
  if (failure === undefined) {
    return [];
  }
  const file = failureFile(failure, report.dockerfile);
  return [
    {
      code: failureCode(failure),
      message: failure.message,
      ...(failure.platform !== undefined && { platform: failure.platform }),
      ...(file !== undefined && { file }),
      ...(failure.step !== undefined && { step: failure.step }),
      ...(failure.line !== undefined && { line: failure.line }),
      ...(failure.exitCode !== undefined && { exitCode: failure.exitCode }),
      logTail: failure.logTail,
    },
  ];
}

function failureCode(failure: BuildFailure): string {
  return failure.step === undefined ? 'build-failed' : 'build-step-failed';
}

function toPlatformJson(platform: PlatformStatus) {
  return {
    platform: platform.platform,
    state: platform.state,
    steps: platform.counts,
    durationMs: durationMs(platform),
  };
}

function durationMs(span: { readonly startedMs?: number; readonly endedMs?: number }): number | null {
  return span.startedMs === undefined || span.endedMs === undefined ? null : span.endedMs - span.startedMs;
}
