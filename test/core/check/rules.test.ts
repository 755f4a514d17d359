import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

import { ruleTable } from '../../../src/core/check/ruleTable.js';
import { ruleSettings } from '../../../src/core/finding/checkPolicy.js';
import { rulePage } from '../../../src/core/finding/rulePage.js';

interface Offer {
  readonly properties: Readonly<
    Record<string, { readonly description: string; readonly enum: readonly string[] }>
  >;
  readonly additionalProperties: boolean;
}

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<'ociRecipe.lint.rules', Offer>> };
  };
}

interface Schema {
  readonly definitions: { readonly check: { readonly properties: { readonly rules: Offer } } };
}

async function readJson<Value>(file: string): Promise<Value> {
  return JSON.parse(await readFile(new URL(`../../../${file}`, import.meta.url), 'utf8')) as Value;
}

const pages = new URL('../../../docs/rules/', import.meta.url);

test('every rule has one page, and every page a rule', async () => {
  const names = (await readdir(pages)).map((name) => name.replace(/\.md$/, ''));
  const expected = ruleTable.map(({ name }) => name);
  expect(names.toSorted()).toEqual(expected.toSorted());
});

test('the settings and the schema of recipe files offer every rule, and nothing else', async () => {
  const manifest = await readJson<Manifest>('package.json');
  const schema = await readJson<Schema>('schemas/oci-recipe.schema.json');
  const names = ruleTable.map(({ name }) => name).toSorted();
  const offers = [
    manifest.contributes.configuration.properties['ociRecipe.lint.rules'],
    schema.definitions.check.properties.rules,
  ];
  for (const { properties, additionalProperties } of offers) {
    expect([Object.keys(properties).toSorted(), additionalProperties]).toEqual([names, false]);
    for (const { name, title } of ruleTable) {
      expect(properties[name]?.description).toContain(title);
      expect(properties[name]?.enum).toEqual(ruleSettings);
    }
  }
});

test('no two rules have one name, and every title is a phrase without a full stop', () => {
  const names = ruleTable.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(ruleTable.filter(({ title }) => title === '' || title.endsWith('.'))).toEqual([]);
});

test('a rule links to its page, and every syntax rule to the one they share', () => {
  expect([rulePage('LaunchpadBranchName'), rulePage('DockerfileUnknownInstruction')]).toEqual([
    expect.stringMatching(/\/docs\/rules\/LaunchpadBranchName\.md$/),
    expect.stringMatching(/\/docs\/rules\/DockerfileSyntax\.md$/),
  ]);
  expect(rulePage('SC2086')).toBe('https://www.shellcheck.net/wiki/SC2086');
});

test('every name that a syntax finding can have is explained', async () => {
  const source = new URL('../../../src/core/check/dockerfileProblems.ts', import.meta.url);
  const names = new Set((await readFile(source, 'utf8')).match(/'Dockerfile[A-Z]\w+'/g));
  const page = await readFile(new URL('DockerfileSyntax.md', pages), 'utf8');
  expect([...names].filter((name) => !page.includes(`| ${name.slice(1, -1)} `))).toEqual([]);
});
