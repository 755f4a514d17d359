import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';

import { checkRecipe } from '../../../src/core/check/checkRecipe.js';
import { parseHadolintConfig } from '../../../src/core/check/hadolint/parseHadolintConfig.js';
import { ruleNamed, ruleTable } from '../../../src/core/check/ruleTable.js';
import { loadShellParser } from '../../../src/core/shell/loadShellParser.js';
import { createTestHost } from '../../support/testHost.js';
import { sample } from './sampleSubject.js';

const folder = new URL('../../../docs/rules/', import.meta.url);
const shell = await loadShellParser(createTestHost());
const pages = new Map(
  await Promise.all(
    (await readdir(folder)).map(
      async (name) => [name.replace(/\.md$/, ''), await readFile(new URL(name, folder), 'utf8')] as const,
    ),
  ),
);

/** A Dockerfile of a page, under **Bad** or **Good**, with what its fence and the page say of its surroundings. */
interface Example {
  readonly kind: 'Bad' | 'Good';
  readonly info: string;
  readonly text: string;
  /** The `.hadolint.yaml` that the page says is needed. */
  readonly hadolint: string;
}

function examplesOf(page: string): readonly Example[] {
  const hadolint = /\*\*Settings\.\*\*[^\n]*\n\n```yaml\n([\s\S]*?\n)```/.exec(page)?.[1] ?? '';
  return [...page.matchAll(/\*\*(Bad|Good)\*\*[^\n]*\n\n```dockerfile([^\n]*)\n([\s\S]*?\n)```/g)].map(
    ([, kind, info = '', text = '']) => ({ kind: kind === 'Bad' ? 'Bad' : 'Good', info, text, hadolint }),
  );
}

/** `platforms=a,b`, `branch=NAME` and `labels=a,b` behind the language of a fence. */
function wordOf(info: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}=(\\S+)`).exec(info)?.[1];
}

function isFound(rule: string, { info, text, hadolint }: Example): boolean {
  const ignore = /with a \.dockerignore that has the line: (\S+)/.exec(text)?.[1];
  const { recipe, subject } = sample({
    ...(ignore !== undefined && { ignore }),
    text,
    platforms: wordOf(info, 'platforms')?.split(',') ?? [],
    branch: wordOf(info, 'branch') ?? 'main',
    launchpad: 'never',
  });
  const { findings } = checkRecipe(recipe, {
    ...subject,
    shell,
    nativePlatform: 'linux/amd64',
    hadolint: parseHadolintConfig(hadolint, '/repo/.hadolint.yaml'),
    labels: wordOf(info, 'labels')?.split(',') ?? [],
    policy: { preset: 'all', rules: {} },
  });
  return findings.some(
    (finding) => ruleNamed(finding.rule)?.name === rule || finding.aliases?.includes(rule) === true,
  );
}

/** Rules that no Dockerfile alone can show, and why. */
const exempt: ReadonlyMap<string, string> = new Map([
  ['InvalidBaseImagePlatform', 'an engine or a registry has to say what the base image is for'],
  ['HadolintConfig', 'it is about .hadolint.yaml'],
]);

/** Pages whose examples need more beside the Dockerfile than can be said in a fence say so: `context`. */
const examples = [...pages].flatMap(([rule, page]) =>
  examplesOf(page)
    .filter(({ info }) => !info.includes('context') && !exempt.has(rule))
    .map((example) => [rule, example.kind, example] as const),
);

describe('the Dockerfiles of the pages', () => {
  test.each(examples)('%s: %s', (rule, kind, example) => {
    expect(isFound(rule, example)).toBe(kind === 'Bad');
  });

  test('there is a bad and a good one for each rule about Dockerfiles', () => {
    const names = ruleTable.filter(({ family }) => family !== 'recipe').map(({ name }) => name);
    const lacking = names
      .filter((name) => !exempt.has(name))
      .filter((name) => {
        const kinds = examplesOf(pages.get(name) ?? '').map(({ kind }) => kind);
        return !kinds.includes('Bad') || !kinds.includes('Good');
      });
    expect(lacking).toEqual([]);
  });
});

describe('every page', () => {
  const severities = '(?:error|warning|info|hint)';

  test.each([...pages])('%s says what the table says', (name, page) => {
    const info = ruleTable.find((rule) => rule.name === name);
    expect(page.startsWith(`# ${name}\n`)).toBe(true);
    expect(page).toMatch(new RegExp(`[Ss]everity: ${severities}`));
    expect(page).toContain(info?.severity);
    expect(page).toContain(`Preset: ${info?.preset ?? ''}`);
  });
});
