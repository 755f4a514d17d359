import { expect, test } from 'vitest';

import { startOfText } from '../../src/core/base/text.js';
import type { Finding, Fix } from '../../src/core/finding/finding.js';
import { toCodeActions } from '../../src/server/toCodeAction.js';
import { toDiagnostic } from '../../src/server/toDiagnostic.js';

function diagnosticWith(fixes: readonly Fix[]): ReturnType<typeof toDiagnostic> {
  const finding: Finding = {
    rule: 'LaunchpadBranchName',
    severity: 'error',
    message: 'Not accepted.',
    file: '/a/Dockerfile',
    range: startOfText,
    platform: 'linux/arm64',
    fixes,
  };
  return toDiagnostic(finding);
}

test('a finding becomes a diagnostic that links to its rule', () => {
  expect(diagnosticWith([])).toEqual({
    range: startOfText,
    severity: 1,
    code: 'LaunchpadBranchName',
    codeDescription: {
      href: 'https://github.com/oci-recipes/vscode-oci-recipes/blob/main/docs/rules/LaunchpadBranchName.md',
    },
    source: 'oci-recipe',
    message: 'linux/arm64: Not accepted.',
    data: [],
  });
});

test('an edit becomes a change of the file it names', () => {
  const edits = [{ range: startOfText, newText: 'x' }];
  const [action] = toCodeActions(
    diagnosticWith([{ kind: 'edit', title: 'Fix', file: '/b/x y', edits }]),
    'file:///a',
  );
  expect([action?.title, action?.isPreferred, action?.edit]).toEqual([
    'Fix',
    true,
    { changes: { 'file:///b/x%20y': edits } },
  ]);
});

test('renaming a branch is left to the editor', () => {
  const fix: Fix = { kind: 'rename-branch', title: 'Rename', from: 'main', to: 'v1.0-24.04' };
  const [action] = toCodeActions(diagnosticWith([fix]), 'file:///a/Dockerfile');
  expect(action?.command).toEqual({
    title: 'Rename',
    command: 'ociRecipe.renameBranch',
    arguments: [{ from: 'main', to: 'v1.0-24.04', uri: 'file:///a/Dockerfile' }],
  });
});

test("another tool's diagnostic has no fixes of ours", () => {
  const theirs = { ...diagnosticWith([]), source: 'hadolint', data: [{ kind: 'edit' }] };
  expect(toCodeActions(theirs, 'file:///a')).toEqual([]);
});
