import type { ImageReport } from '../../../src/core/artifact/imageReport.js';
import type { Digest } from '../../../src/core/base/digest.js';
import type { BuildStatus } from '../../../src/core/build/buildStatus.js';
import type { Finding } from '../../../src/core/finding/finding.js';
import type { BuildReport } from '../../../src/core/report/buildReport.js';

/** Findings of two files, out of order, one of them said twice. */
export const findings: readonly Finding[] = [
  finding({
    rule: 'CopySourceMissing',
    severity: 'error',
    message: '"app.py" is not there.',
    line: 4,
    character: 5,
  }),
  finding({
    rule: 'LaunchpadIgnores',
    severity: 'info',
    message: 'Launchpad ignores tags.',
    file: '/recipes/oci-recipe.yaml',
    line: 11,
    character: 2,
  }),
  finding({
    rule: 'BaseSeries',
    severity: 'warning',
    message: 'The branch says 24.04,\nthe base 22.04.',
    line: 0,
    character: 5,
    platform: 'linux/arm64',
  }),
  finding({
    rule: 'CopySourceMissing',
    severity: 'error',
    message: '"app.py" is not there.',
    line: 4,
    character: 5,
  }),
];

/** One image with two layers, made of digests that are easy to see. */
function image(platform: string, directory: string): ImageReport {
  return { manifestDigest: digest('a'), ...legacyImage(platform, directory) };
}

/** The same image as a legacy archive gives it: without a manifest. */
export function legacyImage(platform: string, directory: string): ImageReport {
  return {
    platform,
    configDigest: digest('b'),
    layers: [layer('1', 29_712_512, 'docker.io/library/ubuntu'), layer('2', 174, '')],
    directory,
  };
}

/** A status in which the build of arm64 did not come to its end. */
export const brokenStatus: BuildStatus = {
  state: 'failed',
  recipeName: 'greeting',
  startedMs: 1000,
  endedMs: 13_400,
  platforms: [
    {
      platform: 'linux/amd64',
      state: 'cancelled',
      steps: [],
      counts: { total: 4, done: 3, cached: 1, running: 0, failed: 0 },
      startedMs: 1000,
      endedMs: 13_000,
      bytes: { current: 0, total: 0 },
    },
    {
      platform: 'linux/arm64',
      state: 'failed',
      steps: [],
      counts: { total: 4, done: 2, cached: 0, running: 0, failed: 1 },
      startedMs: 1000,
      endedMs: 13_400,
      bytes: { current: 0, total: 0 },
    },
  ],
  warnings: [
    {
      message: 'Stage name in upper case',
      line: 3,
      url: 'https://docs.docker.com/go/dockerfile/rule/stage-name-casing/',
    },
  ],
  messages: [],
};

/** The same, with the failure. */
const failedStatus: BuildStatus = {
  ...brokenStatus,
  failure: {
    message: 'The step ended with exit code 2.',
    platform: 'linux/arm64',
    step: '[linux/arm64 build 3/4] RUN make',
    line: 7,
    exitCode: 2,
    logTail: ['cc -c main.c', "main.c:3: \u001B[31merror\u001B[0m: expected ';'"],
  },
};

/** The report of a build in which arm64 failed, of an inline Dockerfile. */
export const inlineBuild: BuildReport = {
  outcome: 'failed',
  recipeName: 'greeting',
  findings: findings.slice(0, 1),
  status: failedStatus,
  images: [],
  problems: [],
  outputDirectory: '/recipes/oci-artifacts/greeting',
};

/** The report of a build in which arm64 failed. */
export const failedBuild: BuildReport = { ...inlineBuild, dockerfile: '/recipes/Dockerfile' };

/** The report of a build that came to its end. */
export const goodBuild: BuildReport = {
  outcome: 'succeeded',
  recipeName: 'greeting',
  findings: [],
  status: {
    state: 'succeeded',
    recipeName: 'greeting',
    startedMs: 0,
    endedMs: 65_000,
    platforms: [],
    warnings: [],
    messages: [],
  },
  images: [
    image('linux/amd64', '/recipes/oci-artifacts/greeting/amd64'),
    image('linux/arm64', '/elsewhere/arm64'),
  ],
  problems: [],
  outputDirectory: '/recipes/oci-artifacts/greeting',
  logFile: '/recipes/build.log',
};

function finding(fields: {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly line: number;
  readonly character: number;
  readonly file?: string;
  readonly platform?: string;
}): Finding {
  const { line, character, platform } = fields;
  return {
    rule: fields.rule,
    severity: fields.severity,
    message: fields.message,
    file: fields.file ?? '/recipes/Dockerfile',
    range: { start: { line, character }, end: { line, character: character + 6 } },
    ...(platform !== undefined && { platform }),
    fixes: [],
  };
}

function layer(seed: string, sizeBytes: number, source: string) {
  return {
    diffId: digest(`d${seed}`),
    digest: digest(`e${seed}`),
    sizeBytes,
    layerId: `layer-${seed}`,
    source,
    file: `layer-${seed}.tar.gz`,
  };
}

function digest(seed: string): Digest {
  return `sha256:${seed.padEnd(64, '0')}`;
}
