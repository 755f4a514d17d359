import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';

import type { Finding } from '../../../src/core/finding/finding.js';
import type { RuleInfo } from '../../../src/core/finding/ruleInfo.js';
import { formatCheckGithub } from '../../../src/core/report/checkGithub.js';
import { formatCheckJson, formatCheckText, toCheckExitCode } from '../../../src/core/report/checkReport.js';
import type { CheckReport } from '../../../src/core/report/checkReport.js';
import { formatCheckSarif } from '../../../src/core/report/checkSarif.js';
import { plainStyle } from '../../../src/core/report/textStyle.js';

const info: RuleInfo = {
  name: 'DL3020',
  family: 'hadolint',
  title: 'Use COPY',
  severity: 'error',
  preset: 'recommended',
};
const nameOf = (file: string): string => file.replace('/w/', '');

const finding: Finding = {
  rule: 'DL3020',
  severity: 'error',
  message: 'Use COPY, 100%: or\nnot',
  file: '/w/a b,c/Dockerfile',
  range: { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } },
  instructionLine: 2,
  platform: 'linux/arm64',
  aliases: ['Other'],
  tags: ['deprecated'],
  related: [
    {
      file: '/w/.dockerignore',
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
      message: 'here',
    },
  ],
  fixes: [
    {
      kind: 'edit',
      title: 'Write COPY',
      file: '/w/a b,c/Dockerfile',
      edits: [
        { range: { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } }, newText: 'COPY' },
      ],
    },
    { kind: 'rename-branch', title: 'Rename', from: 'a', to: 'b' },
  ],
};

const report = (findings: readonly Finding[], more: Partial<CheckReport> = {}): CheckReport => ({
  recipes: ['web'],
  findings,
  branches: [],
  notes: [],
  ...more,
});

describe('github', () => {
  const lines = (...findings: readonly Finding[]): readonly string[] =>
    formatCheckGithub(report(findings), nameOf).split('\n');

  test('properties and text are escaped each in its way', () => {
    expect(lines(finding)).toEqual([
      '::error file=a b%2Cc/Dockerfile,line=3,endLine=3,col=1,endColumn=3,title=DL3020::linux/arm64: Use COPY, 100%25: or%0Anot',
      '',
    ]);
  });

  test.each([
    ['warning', 'warning'],
    ['info', 'notice'],
    ['hint', 'notice'],
  ] as const)('%s is a %s', (severity, command) => {
    expect(lines({ ...finding, severity })[0]?.startsWith(`::${command} `)).toBe(true);
  });

  test('what goes over several lines has no columns, and a place without width has one', () => {
    const start = { line: 0, character: 4 };
    const [long, empty] = lines(
      { ...finding, range: { start, end: { line: 3, character: 1 } } },
      { ...finding, range: { start, end: start } },
    );
    expect([long?.includes(',line=1,endLine=4,title='), empty?.includes(',col=5,endColumn=5,')]).toEqual([
      true,
      true,
    ]);
  });

  test('nothing found is nothing said', () => {
    expect(formatCheckGithub(report([]), nameOf)).toBe('');
  });
});

describe('sarif', () => {
  const log = (findings: readonly Finding[], more: Partial<CheckReport> = {}): Log =>
    JSON.parse(
      formatCheckSarif(report(findings, more), {
        version: '1.2.3',
        nameOf,
        ruleNamed: (name) => (name === info.name ? info : undefined),
      }),
    ) as Log;

  test('a finding has its rule, level, place, fixes and what explains it', () => {
    const [run] = log([finding]).runs;
    const region = { startLine: 3, startColumn: 1, endLine: 3, endColumn: 4 };
    const artifactLocation = { uri: 'a%20b%2Cc/Dockerfile' };
    expect(run?.results).toEqual([
      {
        ruleId: 'DL3020',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'linux/arm64: Use COPY, 100%: or\nnot' },
        locations: [{ physicalLocation: { artifactLocation, region } }],
        relatedLocations: [
          {
            id: 0,
            message: { text: 'here' },
            physicalLocation: {
              artifactLocation: { uri: '.dockerignore' },
              region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
            },
          },
        ],
        fixes: [
          {
            description: { text: 'Write COPY' },
            artifactChanges: [
              {
                artifactLocation,
                replacements: [{ deletedRegion: region, insertedContent: { text: 'COPY' } }],
              },
            ],
          },
        ],
        properties: { platform: 'linux/arm64', aliases: ['Other'] },
      },
    ]);
  });

  test('each rule that spoke is described once, with its page', () => {
    const plain = { ...finding, rule: 'SC2086', severity: 'hint' as const };
    const [run] = log([finding, finding, plain]).runs;
    expect(run?.tool.driver.rules?.map(({ id, helpUri }) => [id, helpUri?.split('/').at(-1)])).toEqual([
      ['DL3020', 'DL3020.md'],
      ['SC2086', 'SC2086'],
    ]);
    expect(run?.results?.map(({ ruleIndex, level }) => [ruleIndex, level])).toEqual([
      [0, 'error'],
      [0, 'error'],
      [1, 'note'],
    ]);
  });

  test('it says its version, and what was not checked', () => {
    const [run] = log([], { notes: ['one'], notChecked: ['two'] }).runs;
    const notes = run?.invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text);
    expect([run?.tool.driver.semanticVersion, notes, run?.results]).toEqual(['1.2.3', ['one', 'two'], []]);
  });

  test.each([
    ['/abs/Dockerfile', 'file:///abs/Dockerfile'],
    ['C:\\a\\Dockerfile', 'file:///C:/a/Dockerfile'],
    ['../up/Dockerfile', '../up/Dockerfile'],
    ['a:b/Dockerfile', 'a%3Ab/Dockerfile'],
  ])('the file %s is %s', (file, uri) => {
    const [run] = log([{ ...finding, file }]).runs;
    expect(run?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
  });
});

describe('text and json', () => {
  test('places that explain are below their finding, fixes and what was not checked behind', () => {
    const text = formatCheckText(
      report([finding], {
        notChecked: ['Not checked.'],
        fixed: [{ rule: 'A', title: 'Write COPY', file: '/w/f', line: 4 }],
      }),
      { style: plainStyle, directory: '/w' },
      nameOf,
    );
    const expected = [
      'a b,c/Dockerfile',
      '.dockerignore:1:1: here',
      'Fixed f:5: Write COPY (A)',
      'Not checked.',
    ];
    expect(expected.map((part) => text.includes(part))).toEqual([true, true, true, true]);
  });

  test('a finding in JSON has all that is known of it', () => {
    const json = JSON.parse(formatCheckJson(report([finding]), nameOf)) as { findings: unknown[] };
    expect(json.findings).toEqual([
      {
        rule: 'DL3020',
        severity: 'error',
        message: finding.message,
        file: finding.file,
        path: 'a b,c/Dockerfile',
        line: 3,
        column: 1,
        endLine: 3,
        endColumn: 4,
        instructionLine: 3,
        platform: 'linux/arm64',
        aliases: ['Other'],
        url: expect.stringMatching(/\/docs\/rules\/DL3020\.md$/) as unknown,
        tags: ['deprecated'],
        related: [{ message: 'here', file: '/w/.dockerignore', line: 1, column: 1 }],
      },
    ]);
  });

  test('whether a check failed is not always a matter of errors', () => {
    expect([
      toCheckExitCode(report([finding])),
      toCheckExitCode(report([finding], { isFailed: false })),
      toCheckExitCode(report([], { isFailed: true })),
    ]).toEqual([1, 0, 1]);
  });
});
