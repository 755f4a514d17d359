import { expect, test } from 'vitest';

import { formatBuildJson, toBuildExitCode } from '../../../src/core/report/buildReport.js';
import { formatBuildText } from '../../../src/core/report/buildReportText.js';
import { plainStyle } from '../../../src/core/report/textStyle.js';
import { expectGolden } from '../../support/golden.js';
import { brokenStatus, failedBuild, goodBuild, inlineBuild } from './sampleReports.js';

const options = { style: plainStyle, directory: '/recipes' };

test('a failure names platform, step, Dockerfile line, exit code and the last lines of the step', () => {
  expectGolden('report/buildFailed.txt', formatBuildText(failedBuild, options));
});

test('a failure is a problem of the JSON report', () => {
  expectGolden('report/buildFailed.json', formatBuildJson([failedBuild]));
});

test('a good build shows every image with its digests and layers', () => {
  expectGolden('report/build.txt', formatBuildText(goodBuild, options));
});

test('a good build as JSON has every digest', () => {
  expectGolden('report/build.json', formatBuildJson([goodBuild]));
});

test('several builds have their images and problems beside each other', () => {
  expectGolden('report/builds.json', formatBuildJson([goodBuild, failedBuild]));
});

test('problems of preparing are listed with their code', () => {
  const problems = [
    { code: 'builder-missing', message: 'There is no builder; start Docker.' },
    {
      code: 'archive-mismatch',
      message: 'The layer differs.',
      platform: 'linux/arm64',
      file: '/recipes/out/x.tar',
    },
  ];
  expectGolden(
    'report/buildProblems.txt',
    formatBuildText({ ...failedBuild, findings: [], status: brokenStatus, problems }, options),
  );
});

test('a failure of an inline Dockerfile names the line alone', () => {
  expect(formatBuildText(inlineBuild, options)).toContain('where     line 7\n');
});

test('a cancelled build says that nothing was written', () => {
  const report = { ...failedBuild, outcome: 'cancelled' as const, findings: [], status: brokenStatus };
  expect(formatBuildText(report, options)).toContain(
    'greeting: cancelled (build 12.4s); nothing was written\n',
  );
});

test('an output that is in the way is wrong use, not a failed build', () => {
  const problems = [{ code: 'output-exists', message: '/out exists already.' }];
  expect(toBuildExitCode({ ...failedBuild, problems })).toBe(2);
});

test.each([
  ['succeeded', 0],
  ['failed', 1],
  ['cancelled', 130],
] as const)('a build that %s has its exit code', (outcome, expected) => {
  expect(toBuildExitCode({ ...goodBuild, outcome })).toBe(expected);
});
