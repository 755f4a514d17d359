import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { buildkitTwins, instructionRules } from '../../../../src/core/check/hadolint/instructionRules.js';
import { parseDockerfile } from '../../../../src/core/dockerfile/parseDockerfile.js';
import { sample } from '../sampleSubject.js';
import { configOf, linesOf, remarksOf } from './hadolintSample.js';

/** The fenced example of a page under a heading. */
function exampleIn(page: string, heading: string, language: string): string {
  const behind = page.slice(page.indexOf(`**${heading}`));
  const start = behind.indexOf(`\`\`\`${language}\n`) + language.length + 4;
  return behind.slice(start, behind.indexOf('\n```', start) + 1);
}

const pageOf = (name: string): Promise<string> =>
  readFile(new URL(`../../../../docs/rules/${name}.md`, import.meta.url), 'utf8');

describe.each(instructionRules.filter(({ name }) => name !== 'HadolintConfig'))(
  'the page of $name',
  ({ name, severity, preset }) => {
    it('tells its severity and preset', async () => {
      expect(await pageOf(name)).toContain(`Severity: ${severity}. Preset: ${preset}.`);
    });

    it('shows what is found and what is not', async () => {
      const page = await pageOf(name);
      const config = page.includes('**Settings.**') ? exampleIn(page, 'Settings.', 'yaml') : '';
      const [bad, good] = [exampleIn(page, 'Bad', 'dockerfile'), exampleIn(page, 'Good', 'dockerfile')];
      expect(linesOf(name, bad, config)).not.toEqual([]);
      expect(linesOf(name, good, config)).toEqual([]);
    });
  },
);

describe('the page of HadolintConfig', () => {
  it('shows what is found and what is not', async () => {
    const page = await pageOf('HadolintConfig');
    expect(configOf(exampleIn(page, 'Bad', 'yaml')).remarks.map(({ severity }) => severity)).toEqual([
      'warning',
      'error',
    ]);
    expect(configOf(exampleIn(page, 'Good', 'yaml')).remarks).toEqual([]);
  });
});

describe('the instruction rules', () => {
  it('are the 38 that look at something else than what RUN runs', () => {
    const numbers = instructionRules.flatMap(({ name }) => /^DL(\d{4})$/.exec(name)?.[1] ?? []);
    expect(numbers.join(' ')).toBe(
      '1001 3000 3002 3006 3007 3011 3012 3020 3021 3022 3023 3024 3025 3026 3029 3043 3044 3045 3048 3049 3050 ' +
        '3051 3052 3053 3054 3055 3056 3057 3058 3061 3063 3064 3065 3066 3067 4000 4003 4004',
    );
  });

  it.each([...buildkitTwins.keys()])('has the twin %s among them', (code) => {
    expect(instructionRules.map(({ name }) => name)).toContain(code);
  });

  it.each([
    ['nothing', ''],
    ['only a comment', '# nothing'],
    [
      'instructions without arguments',
      'FROM\nCOPY\nADD\nUSER\nWORKDIR\nENV\nARG\nLABEL\nEXPOSE\nONBUILD\nCMD\nRUN',
    ],
    [
      'flags alone',
      'FROM --platform\nCOPY --from\nCOPY --from=\nRUN --mount\nRUN --mount=\nRUN --mount=from',
    ],
    ['unknown instructions', 'FORM a\nLABLE b=c'],
    ['a file that ends early', 'FROM a\nENV A="1\nLABEL b=\'c \\'],
    ['odd names', 'FROM ${\nFROM $\nFROM :\nFROM @\nFROM /\nFROM a: AS\nFROM :5000/'],
  ])('survive %s', (_, text) => {
    const config =
      'strict-labels: true\ntrustedRegistries: [a]\nlabel-schema: { b: url, c: semver, d: email }';
    const lines = text.split('\n').length;
    for (const { name } of instructionRules) {
      for (const { range } of remarksOf(name, text, config)) {
        expect(range.end.line).toBeLessThan(lines);
      }
    }
  });

  it('take time linear in the file', () => {
    const text = `FROM a\n${'ENV A=1 B=$A\nLABEL x=y Z=1\nCOPY a b\nUSER me\nARG A_TOKEN\n'.repeat(4000)}`;
    const config =
      'strict-labels: true\ntrustedRegistries: [a]\nlabel-schema: { b: url, c: semver, d: email }';
    const found = findingsOfAll(text, config);
    expect(found).toBeGreaterThan(16_000);
  });
});

/** How much all rules find in a file that is read once. */
function findingsOfAll(text: string, config: string): number {
  const { recipe, subject } = sample({ text });
  const document = parseDockerfile(text);
  const hadolint = configOf(config);
  const input = { recipe, document, builds: [], sources: [], isLaunchpadMeant: false };
  return instructionRules.flatMap(({ check }) => check({ ...input, subject: { ...subject, hadolint } }))
    .length;
}
