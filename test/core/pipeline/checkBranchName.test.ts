import { expect, test } from 'vitest';

import { checkBranchName } from '../../../src/core/pipeline/checkBranchName.js';

test.each([
  ['v1.0-24.04', []],
  ['refs/heads/v1.0-24.04', []],
  ['main', ['LaunchpadBranchName']],
  ['refs/tags/v1.0-24.04', ['LaunchpadTagRef']],
  ['1.0-24.04', ['LaunchpadBranchForm']],
])('%s is judged without a recipe', (name, expected) => {
  const { findings } = checkBranchName(name, '/recipes');
  expect(findings.map(({ rule, file }) => [rule, file])).toEqual(expected.map((rule) => [rule, '/recipes']));
});
