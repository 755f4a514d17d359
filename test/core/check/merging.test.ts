import { describe, expect, test } from 'vitest';

import { checkRecipe } from '../../../src/core/check/checkRecipe.js';
import { mergePlatforms } from '../../../src/core/check/mergePlatforms.js';
import type { CheckSubject } from '../../../src/core/check/rule.js';
import { emptyHadolintConfig } from '../../../src/core/check/hadolint/hadolintConfig.js';
import type { CheckPolicy } from '../../../src/core/finding/checkPolicy.js';
import type { Finding } from '../../../src/core/finding/finding.js';
import type { Differences } from './sampleSubject.js';
import { sample } from './sampleSubject.js';

const all: CheckPolicy = { preset: 'all', rules: {} };

/** `rule line aliases` of what is said of a Dockerfile, as far as it is about one of the names. */
function said(text: string, names: readonly string[], more: Partial<CheckSubject> = {}): readonly string[] {
  const differences: Differences = { text, repository: { branch: 'main' } };
  const { recipe, subject } = sample(differences);
  return checkRecipe(recipe, { ...subject, policy: all, ...more })
    .findings.filter(({ rule }) => names.includes(rule))
    .map(({ rule, range, aliases = [] }) => [rule, range.start.line + 1, ...aliases].join(' '));
}

const finding = (platform?: string, line = 0): Finding => ({
  rule: 'A',
  severity: 'warning',
  message: 'm',
  file: '/f',
  range: { start: { line, character: 0 }, end: { line, character: 1 } },
  fixes: [],
  ...(platform !== undefined && { platform }),
});

describe('platforms', () => {
  const merged = (...findings: readonly Finding[]): readonly (string | undefined)[] =>
    mergePlatforms(findings, ['linux/amd64', 'linux/arm64']).map(({ platform }) => platform);

  test('what holds for each is said once, of none', () => {
    expect(merged(finding('linux/amd64'), finding('linux/arm64'))).toEqual([undefined]);
  });

  test('what holds for some is said of each of them', () => {
    expect(merged(finding('linux/arm64'), finding('linux/arm64', 1))).toEqual(['linux/arm64', 'linux/arm64']);
  });

  test('what is said in general covers what is said of one, and is said once', () => {
    expect(merged(finding('linux/arm64'), finding(), finding())).toEqual([undefined]);
  });
});

describe('BuildKit and hadolint', () => {
  const stageNames = ['DuplicateStageName', 'DL3024'];
  const twice = 'FROM ubuntu:24.04 AS a\nFROM ubuntu:24.04 AS a\nUSER me\n';

  test('what both say of an instruction is said once, with an alias', () => {
    expect(said(twice, stageNames)).toEqual(['DuplicateStageName 2 DL3024']);
  });

  test("a preset without hadolint's rule has the alias all the same", () => {
    expect(said(twice, stageNames, { policy: { preset: 'recommended', rules: {} } })).toEqual([
      'DuplicateStageName 2 DL3024',
    ]);
  });

  test.each<[string, string, Partial<CheckSubject>]>([
    ['check=skip of the check', `# check=skip=DuplicateStageName\n${twice}`, {}],
    ['check=skip of the code', `# check=skip=DL3024\n${twice}`, {}],
    ['check=skip=all', `# check=skip=all\n${twice}`, {}],
    ['a pragma for the code', twice.replace('\n', '\n# hadolint ignore=DL3024\n'), {}],
    ['a pragma for the check', twice.replace('\n', '\n# hadolint ignore=DuplicateStageName\n'), {}],
    ['a global pragma', `# hadolint global ignore=DL3024\n${twice}`, {}],
    ['the policy, by the check', twice, { policy: { preset: 'all', rules: { DuplicateStageName: 'off' } } }],
    ['the policy, by the code', twice, { policy: { preset: 'all', rules: { DL3024: 'off' } } }],
  ])('%s silences both', (_name, text, more) => {
    expect(said(text, stageNames, more)).toEqual([]);
  });

  test('of instructions that count once, those of one keyword and stage are one', () => {
    const text = 'FROM ubuntu:24.04\nCMD ["a"]\nENTRYPOINT ["b"]\nCMD ["c"]\nCMD ["d"]\n';
    expect(said(text, ['MultipleInstructionsDisallowed', 'DL4003', 'DL4004'])).toEqual([
      'MultipleInstructionsDisallowed 2 DL4003',
      'MultipleInstructionsDisallowed 4 DL4003',
    ]);
  });

  test("a finding of hadolint's without a check on its ground stays", () => {
    expect(
      said('ARG P=linux/amd64\nFROM --platform=$P ubuntu:24.04\n', [
        'DL3029',
        'FromPlatformFlagConstDisallowed',
      ]),
    ).toEqual(['DL3029 2']);
  });

  test.each([
    ['a Windows path', 'WORKDIR C:/srv', 'WorkdirRelativePath 2'],
    ['a name that only BuildKit takes for a secret', 'ENV AUTH=x', 'SecretsUsedInArgOrEnv 2'],
    ['a name that both take for a secret', 'ENV API_TOKEN=x', 'SecretsUsedInArgOrEnv 2 DL3064'],
  ])('%s has an alias only where hadolint finds it too', (_name, line, expected) => {
    const names = ['WorkdirRelativePath', 'SecretsUsedInArgOrEnv', 'DL3000', 'DL3064'];
    expect(said(`FROM ubuntu:24.04\n${line}\n`, names)).toEqual([expected]);
  });

  test('pragmas count for nothing where the configuration says so', () => {
    const text = 'FROM ubuntu:24.04\n# hadolint ignore=DL3020\nADD a /a\n';
    const hadolint = { ...emptyHadolintConfig, ignoresPragmas: true };
    expect([said(text, ['DL3020']), said(text, ['DL3020'], { hadolint })]).toEqual([[], ['DL3020 3']]);
  });
});

describe('silences of our own rules', () => {
  const text = 'FROM ubuntu:24.04\nRUN --nope=1 true\n';

  test.each([
    ['the shared name', '# check=skip=DockerfileSyntax\n', []],
    ['the name itself', '# check=skip=DockerfileUnknownFlag\n', []],
    ['skip=all, which is about the checks of BuildKit', '# check=skip=all\n', ['DockerfileUnknownFlag 3']],
  ])('%s', (_name, directive, expected) => {
    expect(said(directive + text, ['DockerfileUnknownFlag'])).toEqual(expected);
  });

  test('above an instruction it is for that instruction', () => {
    const two = 'FROM ubuntu:24.04\n# check=skip=DL3020\nADD a /a\nADD b /b\n';
    expect(said(two, ['DL3020'])).toEqual(['DL3020 4']);
  });
});

test('what another program found is silenced and judged like the rest, and said once', () => {
  const external: readonly Finding[] = [
    { ...finding(), rule: 'SC2086', file: '/repo/Dockerfile', range: finding(undefined, 2).range },
    { ...finding(), rule: 'DL3020', file: '/repo/Dockerfile', range: finding(undefined, 1).range },
  ];
  const text = 'FROM ubuntu:24.04\nADD a /a\nRUN echo $X\n';
  const names = ['SC2086', 'DL3020'];
  expect(said(text, names, { external })).toEqual(['DL3020 2', 'SC2086 3']);
  expect(
    said(`# hadolint global ignore=SC2086\n${text}`.replace('ADD', '\nADD'), ['SC2086'], { external }),
  ).toEqual([]);
});
