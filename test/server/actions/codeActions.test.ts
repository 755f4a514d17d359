import { expect, test } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';

import type { Finding, Fix } from '../../../src/core/finding/finding.js';
import { createCodeActions } from '../../../src/server/actions/codeActions.js';
import { toDiagnostic } from '../../../src/server/actions/toDiagnostic.js';

function at(line: number, from = 0, to = 4): Finding['range'] {
  return { start: { line, character: from }, end: { line, character: to } };
}

function fixOf(
  title: string,
  range: Finding['range'],
  extra: Partial<Extract<Fix, { kind: 'edit' }>> = {},
): Fix {
  return { kind: 'edit', title, file: '/a/Dockerfile', edits: [{ range, newText: title }], ...extra };
}

function finding(line: number, fixes: readonly Fix[] = [], extra: Partial<Finding> = {}): Finding {
  return {
    rule: 'Rule',
    severity: 'warning',
    message: `line ${line}`,
    file: '/a/Dockerfile',
    range: at(line),
    fixes,
    ...extra,
  };
}

function actionsOf(
  findings: readonly Finding[],
  options: {
    readonly diagnostics?: readonly Diagnostic[];
    readonly only?: string[];
    readonly hasCommands?: boolean;
    readonly text?: string;
    readonly findingsWith?: (text: string) => Promise<readonly Finding[]>;
  } = {},
): Promise<readonly CodeAction[]> {
  const { diagnostics = findings.map(toDiagnostic), only, hasCommands = false } = options;
  const { text = 'some text\n'.repeat(20_000), findingsWith = () => Promise.resolve([]) } = options;
  const context = { diagnostics: [...diagnostics], ...(only !== undefined && { only }) };
  const request = { uri: 'file:///a/Dockerfile', path: '/a/Dockerfile', text, hasCommands, findingsWith };
  return createCodeActions({ context, range: at(0) }, findings, request);
}

test('a finding becomes a small diagnostic that links to its rule', () => {
  const found = finding(2, [fixOf('Fix', at(2))], {
    platform: 'linux/arm64',
    tags: ['deprecated', 'unnecessary'],
    related: [{ file: '/a/.dockerignore', range: at(1), message: 'excluded here' }],
  });
  const diagnostic = toDiagnostic(found);
  expect(diagnostic).toEqual({
    range: at(2),
    severity: 2,
    code: 'Rule',
    codeDescription: { href: expect.stringMatching(/docs\/rules\/Rule\.md$/) as string },
    source: 'oci-recipe',
    message: 'linux/arm64: line 2',
    tags: [2, 1],
    relatedInformation: [
      { location: { uri: 'file:///a/.dockerignore', range: at(1) }, message: 'excluded here' },
    ],
  });
});

test('the fixes of a diagnostic are found again, the first preferred', async () => {
  const found = finding(0, [fixOf('One', at(0)), fixOf('Two', at(0), { file: '/b/x y' })]);
  expect(
    (await actionsOf([found])).map(({ title, isPreferred, edit }) => [title, isPreferred, edit]),
  ).toEqual([
    ['One', true, { changes: { 'file:///a/Dockerfile': [{ range: at(0), newText: 'One' }] } }],
    ['Two', false, { changes: { 'file:///b/x%20y': [{ range: at(0), newText: 'Two' }] } }],
  ]);
});

test('renaming a branch is left to the editor', async () => {
  const fix: Fix = { kind: 'rename-branch', title: 'Rename', from: 'main', to: 'v1.0-24.04' };
  const [action] = await actionsOf([finding(0, [fix])]);
  expect(action?.command).toEqual({
    title: 'Rename',
    command: 'ociRecipe.renameBranch',
    arguments: [{ from: 'main', to: 'v1.0-24.04', uri: 'file:///a/Dockerfile' }],
  });
});

test("another tool's diagnostic, and one that no longer holds, have no fixes", async () => {
  const found = finding(0, [fixOf('Fix', at(0))]);
  const theirs = { ...toDiagnostic(found), source: 'hadolint' };
  const stale = { ...toDiagnostic(found), range: at(0, 0, 9) };
  expect(await actionsOf([found], { diagnostics: [theirs, stale] })).toEqual([]);
});

test('an editor that names no diagnostics gets the fixes of the range', async () => {
  const findings = [finding(0, [fixOf('Here', at(0))]), finding(1, [fixOf('There', at(1))])];
  expect((await actionsOf(findings, { diagnostics: [] })).map(({ title }) => title)).toEqual(['Here']);
});

test('rules are set and turned off by commands, where the editor has them', async () => {
  const findings = [finding(0), finding(0, [], { message: 'again' })];
  expect(
    (await actionsOf(findings, { hasCommands: true })).map(({ command }) => [
      command?.command,
      command?.arguments,
    ]),
  ).toEqual(
    ['ociRecipe.setRuleSeverity', 'ociRecipe.turnRuleOff'].map((command) => [
      command,
      [{ rule: 'Rule', uri: 'file:///a/Dockerfile' }],
    ]),
  );
});

test('fix all applies the safe fixes of the document, and of those that overlap the first', async () => {
  const findings = [
    finding(0, [fixOf('guess', at(0)), fixOf('safe', at(0), { isSafe: true })]),
    finding(0, [fixOf('overlap', at(0, 2, 6), { isSafe: true })]),
    finding(1, [fixOf('other', at(1), { isSafe: true })]),
    finding(2, [fixOf('elsewhere', at(2), { isSafe: true, file: '/b' })]),
    finding(3, [fixOf('unsafe', at(3))]),
  ];
  const [action, ...rest] = await actionsOf(findings, { only: ['source.fixAll'] });
  expect([
    rest,
    action?.kind,
    action?.edit?.changes?.['file:///a/Dockerfile']?.map(({ newText }) => newText),
  ]).toEqual([[], 'source.fixAll.ociRecipe', ['safe', 'other']]);
});

test('without a safe fix there is nothing to fix all', async () => {
  expect(await actionsOf([finding(0, [fixOf('guess', at(0))])], { only: ['source'] })).toEqual([]);
});

test('what a fix leaves behind is fixed with it, as one change of the lines between', async () => {
  const text = 'ARG A\nfrom a AS b\nRUN c\n';
  const edit = (range: Finding['range'], newText: string): Fix =>
    fixOf('Fix', range, { isSafe: true, edits: [{ range, newText }] });
  const findings = [finding(1, [edit(at(1), 'FROM')]), finding(1, [edit(at(1, 7, 9), 'as')])];
  const [action] = await actionsOf(findings, {
    only: ['source.fixAll'],
    text,
    findingsWith: (next) =>
      Promise.resolve(next.includes('FROM a as') ? [finding(1, [edit(at(1, 7, 9), 'AS')])] : []),
  });
  expect(action?.edit?.changes).toEqual({
    'file:///a/Dockerfile': [
      {
        range: { start: { line: 1, character: 0 }, end: { line: 1, character: 11 } },
        newText: 'FROM a AS b',
      },
    ],
  });
});

test('fixes that undo each other come to an end', async () => {
  const swap = (newText: string): Finding =>
    finding(0, [fixOf('Fix', at(0, 0, 1), { isSafe: true, edits: [{ range: at(0, 0, 1), newText }] })]);
  let rounds = 0;
  const [action] = await actionsOf([swap('b')], {
    only: ['source.fixAll'],
    text: 'a',
    findingsWith: (next) => {
      rounds += 1;
      return Promise.resolve([swap(next === 'a' ? 'b' : 'a')]);
    },
  });
  expect([rounds < 20, action?.kind]).toEqual([true, 'source.fixAll.ociRecipe']);
});

test('thousands of fixes are put together in time that grows with their number', async () => {
  const findings = Array.from({ length: 20_000 }, (_, line) =>
    finding(line, [fixOf('x', at(line), { isSafe: true })]),
  );
  const [action] = await actionsOf(findings, { only: ['source.fixAll'], diagnostics: [] });
  expect(action?.edit?.changes?.['file:///a/Dockerfile']).toHaveLength(20_000);
});
