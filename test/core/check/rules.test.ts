import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

import { ruleTable } from '../../../src/core/check/ruleTable.js';
import { rulePage } from '../../../src/core/finding/rulePage.js';

const pages = new URL('../../../docs/rules/', import.meta.url);

test('every rule has one page, and every page a rule', async () => {
  const names = (await readdir(pages)).map((name) => name.replace(/\.md$/, ''));
  const expected = ruleTable.map(({ name }) => name);
  expect(names.toSorted()).toEqual(expected.toSorted());
});

test('a rule links to its page, and every syntax rule to the one they share', () => {
  expect([rulePage('LaunchpadBranchName'), rulePage('DockerfileUnknownInstruction')]).toEqual([
    expect.stringMatching(/\/docs\/rules\/LaunchpadBranchName\.md$/),
    expect.stringMatching(/\/docs\/rules\/DockerfileSyntax\.md$/),
  ]);
});

test('every name that a syntax finding can have is explained', async () => {
  const source = new URL('../../../src/core/check/dockerfileProblems.ts', import.meta.url);
  const names = new Set((await readFile(source, 'utf8')).match(/'Dockerfile[A-Z]\w+'/g));
  const page = await readFile(new URL('DockerfileSyntax.md', pages), 'utf8');
  expect([...names].filter((name) => !page.includes(`| ${name.slice(1, -1)} `))).toEqual([]);
});
