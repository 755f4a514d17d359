import { expect, test } from 'vitest';

import { applyEdits } from '../../../src/core/finding/applyEdits.js';
import type { Finding } from '../../../src/core/finding/finding.js';
import { silenceActions } from '../../../src/server/actions/silenceActions.js';
import { toDiagnostic } from '../../../src/server/actions/toDiagnostic.js';

const uri = 'file:///a/Dockerfile';

/** The titles of what is offered for a finding on a line, each with the text that it makes. */
function offered(rule: string, text: string, line: number, file = '/a/Dockerfile'): readonly unknown[] {
  const range = { start: { line, character: 0 }, end: { line, character: 1 } };
  const finding: Finding = {
    rule,
    severity: 'warning',
    message: 'm',
    file,
    range,
    instructionLine: line,
    fixes: [],
  };
  const found = [{ finding, diagnostic: toDiagnostic(finding) }];
  return silenceActions({ uri, path: '/a/Dockerfile', text, found, hasCommands: false }).map(
    ({ title, edit }) => [title, applyEdits(text, edit?.changes?.[uri] ?? [])],
  );
}

test('a rule of hadolint is silenced above the instruction or in the file', () => {
  expect(offered('DL3008', '# syntax=docker/dockerfile:1\nFROM a\nRUN x\n', 2)).toEqual([
    [
      'Silence DL3008 here (# hadolint ignore=DL3008)',
      '# syntax=docker/dockerfile:1\nFROM a\n# hadolint ignore=DL3008\nRUN x\n',
    ],
    [
      'Silence DL3008 in this file (# hadolint global ignore=DL3008)',
      '# syntax=docker/dockerfile:1\n# hadolint global ignore=DL3008\nFROM a\nRUN x\n',
    ],
  ]);
});

test("a check of BuildKit is silenced in the file, where nobody knows that the builder's syntax has more", () => {
  expect(offered('StageNameCasing', '#escape=`\nFROM a AS B', 1)).toEqual([
    [
      'Silence StageNameCasing in this file (# check=skip=StageNameCasing)',
      '#escape=`\n# check=skip=StageNameCasing\nFROM a AS B',
    ],
  ]);
});

test('an editor that can ask is offered to say why', () => {
  const text = 'FROM a\nRUN x\n';
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } };
  const finding: Finding = {
    rule: 'DL3008',
    severity: 'warning',
    message: 'm',
    file: '/a/Dockerfile',
    range,
    fixes: [],
  };
  const found = [{ finding, diagnostic: toDiagnostic(finding) }];
  const actions = silenceActions({ uri, path: '/a/Dockerfile', text, found, hasCommands: true });
  const at = { line: 1, character: 0 };
  expect(actions.at(-1)?.command).toEqual({
    title: 'Silence DL3008 here, and say why…',
    command: 'ociRecipe.silence',
    arguments: [
      {
        rule: 'DL3008',
        uri,
        edits: [{ range: { start: at, end: at }, newText: '# hadolint ignore=DL3008 # {reason}\n' }],
      },
    ],
  });
});

test('what is about another file, or an error of syntax, is not silenced', () => {
  expect(offered('InvalidIgnorePattern', 'FROM a', 0, '/a/.dockerignore')).toEqual([]);
  expect(offered('DockerfileUnknownInstruction', 'FROM a\nX\n', 1)).toEqual([]);
});
