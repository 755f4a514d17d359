import { expect, test } from 'vitest';

import { formatCheckJson, formatCheckText, toCheckExitCode } from '../../../src/core/report/checkReport.js';
import { mergeFindings } from '../../../src/core/report/findingList.js';
import { plainStyle, terminalStyle } from '../../../src/core/report/textStyle.js';
import { expectGolden } from '../../support/golden.js';
import { findings } from './sampleReports.js';

const report = {
  recipes: ['greeting'],
  findings: mergeFindings([findings, findings]),
  branches: [
    {
      name: 'v1.0-24.04',
      accepted: true,
      documentedForm: true,
      pushTag: 'v1.0-24.04_edge',
      launchpadMeant: false,
    },
  ],
  notes: ['The branch v1.0-24.04 is accepted by Launchpad.'],
};

test('findings are listed below their file, in order, each once', () => {
  expectGolden('report/check.txt', formatCheckText(report, { style: plainStyle, directory: '/recipes' }));
});

test('a terminal gets colour', () => {
  expectGolden(
    'report/checkColour.txt',
    formatCheckText(report, { style: terminalStyle, directory: '/recipes' }),
  );
});

test('the JSON counts lines and columns from 1 and sums up by severity', () => {
  expectGolden('report/check.json', formatCheckJson(report));
});

test('no findings is one green line', () => {
  const nothing = { recipes: ['greeting'], findings: [], branches: [], notes: [] };
  expect(formatCheckText(nothing, { style: plainStyle, directory: '/' })).toBe(
    'greeting: no errors, no warnings\n',
  );
});

test.each([
  ['an error', 0, 1],
  ['a warning', 2, 0],
])('%s decides the exit code', (_name, index, expected) => {
  const report = { recipes: [], findings: findings.slice(index, index + 1), branches: [], notes: [] };
  expect(toCheckExitCode(report)).toBe(expected);
});

test('a message cannot clear the screen or write to the clipboard', () => {
  const [first] = findings;
  const message = 'a\u001B[2Jb\u001B]52;c;AAAA\u0007c\u0008d\u202Ee';
  const hostile = {
    recipes: [],
    findings: first === undefined ? [] : [{ ...first, message }],
    branches: [],
    notes: [],
  };
  expect(formatCheckText(hostile, { style: plainStyle, directory: '/recipes' })).toContain(
    String.raw`abc\x08d\u202ee`,
  );
});
