import { expect, test } from 'vitest';

import { buildkitRules } from '../../../../src/core/check/buildkit/buildkitRules.js';
import { buildkitFindings, found, messages, plainBase } from './buildkitSample.js';

test('there are the 22 checks of BuildKit, all warnings of its family', () => {
  expect(new Set(buildkitRules.map(({ name }) => name)).size).toBe(22);
  expect(new Set(buildkitRules.map(({ family, severity }) => `${family} ${severity}`))).toEqual(
    new Set(['buildkit warning']),
  );
});

test('what a base image could set is not called undefined', () => {
  expect(found('FROM ubuntu:24.04\nLABEL a=$NOPE\nENV B=1\nLABEL b=$BB\n')).toEqual([]);
});

test('what an asked base image does not set is undefined', () => {
  const baseImages = [plainBase('ubuntu:24.04', { env: ['PATH=/bin', 'LANG=C'] })];
  expect(
    messages('UndefinedVar', 'FROM ubuntu:24.04\nLABEL a=$LANG b=$LAGN c=$HOME\n', { baseImages }),
  ).toEqual([
    "Usage of undefined variable '$LAGN' (did you mean $LANG?)",
    "Usage of undefined variable '$HOME'",
  ]);
});

test('a stage on scratch and what rests on it are judged without asking anybody', () => {
  expect(found('FROM scratch AS one\nLABEL a=$A\nFROM one\nENV B=1\nLABEL b=$B c=$C\n')).toEqual([
    '2 UndefinedVar',
    '5 UndefinedVar',
  ]);
});

test('a named context with files sets nothing but PATH', () => {
  const target = { contexts: { tools: './tools' } };
  expect(found('FROM tools\nLABEL a=$A path=$PATH\n', { target })).toEqual(['2 UndefinedVar']);
});

test('a named context with an image stands in for what is written, however the name is spelt', () => {
  const target = { contexts: { 'docker.io/library/ubuntu:latest': 'docker-image://mirror/ubuntu:1' } };
  const baseImages = [plainBase('mirror/ubuntu:1', { env: ['ONE=1'] })];
  expect(found('FROM ubuntu\nLABEL a=$ONE b=$TWO\n', { target, baseImages })).toEqual(['2 UndefinedVar']);
});

test('a target of another file as base is not guessed about', () => {
  const target = { contexts: { base: 'target:other' } };
  expect(found('FROM base\nLABEL a=$A\n', { target })).toEqual([]);
});

test('the place is the name itself where that is on the line that BuildKit reports', () => {
  const [two, one] = buildkitFindings('FROM scratch\nLABEL a=x-$NOPE \\\n  b=$OTHER\n');
  expect(one?.range).toEqual({ start: { line: 1, character: 11 }, end: { line: 1, character: 15 } });
  expect(two?.range).toEqual({ start: { line: 1, character: 0 }, end: { line: 1, character: 5 } });
});

test('the shell of an asked base image makes shell form right', () => {
  const text = 'FROM ubuntu:24.04\nCMD serve\n';
  expect(found(text)).toEqual(['2 JSONArgsRecommended']);
  expect(found(text, { baseImages: [plainBase('ubuntu:24.04', { shell: ['/bin/bash', '-c'] })] })).toEqual(
    [],
  );
});

test('what waits in an asked base image for a FROM counts at the FROM', () => {
  const baseImages = [plainBase('ubuntu:24.04', { onbuild: ['ENV A b', 'CMD ["x"]', 'COPY $WHAT /'] })];
  expect(found('FROM ubuntu:24.04\nCMD ["y"]\n', { baseImages })).toEqual([
    '1 LegacyKeyValueFormat',
    '1 MultipleInstructionsDisallowed',
    '1 UndefinedVar',
  ]);
});

test('an asked base image for another processor is told, a stand-in is not', () => {
  const text = 'FROM ubuntu:24.04\n';
  const baseImages = [plainBase('ubuntu:24.04'), plainBase('mirror:1')];
  expect(messages('InvalidBaseImagePlatform', text, { baseImages, platforms: ['linux/arm64'] })).toEqual([
    'Base image ubuntu:24.04 was pulled with platform "linux/amd64", expected "linux/arm64" for current build',
  ]);
  const target = { contexts: { 'ubuntu:24.04': 'docker-image://mirror:1' } };
  expect(found(text, { baseImages, target, platforms: ['linux/arm64'] })).toEqual([]);
});

test('of several platforms, those are named that a finding holds for', () => {
  const baseImages = [
    plainBase('ubuntu:24.04', { platform: 'linux/amd64' }),
    plainBase('ubuntu:24.04', { platform: 'linux/arm64' }),
  ];
  const platforms = ['linux/amd64', 'linux/arm64'];
  expect(found('FROM ubuntu:24.04 AS Build\n', { baseImages, platforms })).toEqual([
    '1 InvalidBaseImagePlatform linux/arm64',
    '1 StageNameCasing',
  ]);
});

test('paths and sources are those of each platform', () => {
  const text =
    'FROM scratch\nARG TARGETARCH\nARG DIR=/${TARGETARCH}\nWORKDIR ${DIR#/arm64}x\nCOPY bin/$TARGETARCH /\n';
  const differences = { platforms: ['linux/amd64', 'linux/arm64'], ignore: 'bin/amd64\n' };
  expect(found(text, differences)).toEqual([
    '4 WorkdirRelativePath linux/arm64',
    '5 CopyIgnoredFile linux/amd64',
  ]);
});

test('Windows paths are absolute with a drive or either slash, and no PATH is set there', () => {
  const text = (path: string): string => `# escape=\`\nFROM scratch\nWORKDIR ${path}\n`;
  const differences = { platforms: ['windows/amd64'] };
  expect(['c:\\app', 'C:/app', '\\app', '/app'].flatMap((path) => found(text(path), differences))).toEqual(
    [],
  );
  expect(found(text('app'), differences)).toEqual(['3 WorkdirRelativePath']);
  expect(found('FROM scratch\nENV PATH=/x:$PATH\n', differences)).toEqual(['2 UndefinedVar']);
});

test('only stages that the target needs are gone through, and all without one', () => {
  const text = 'FROM a AS one\nCMD x\nFROM a AS two\nCMD y\nFROM a AS three\nCOPY --from=one /x /\n';
  expect(found(text)).toEqual(['2 JSONArgsRecommended', '4 JSONArgsRecommended']);
  expect(found(text, { target: { target: 'three' } })).toEqual(['2 JSONArgsRecommended']);
  expect(found(text, { target: { target: 'TWO' } })).toEqual(['4 JSONArgsRecommended']);
});

test('error=true makes the findings errors', () => {
  const [finding] = buildkitFindings('# check=error=true\nFROM a AS Build\n');
  expect(finding?.severity).toBe('error');
});

test('what is skipped says nothing, in the file or above the instruction', () => {
  expect(found('# check=skip=StageNameCasing\nFROM a AS Build\nCMD x\n')).toEqual(['3 JSONArgsRecommended']);
  expect(found('FROM a\n# check=skip=JSONArgsRecommended\nCMD x\n')).toEqual([]);
});

test('the comment above the instruction that makes another void silences what is said of that one', () => {
  expect(found('FROM a\nCMD ["x"]\n# check=skip=MultipleInstructionsDisallowed\nCMD ["y"]\n')).toEqual([]);
});

test('the experimental check speaks when the directive or the settings call it up', () => {
  const text = 'FROM a\n# words\nARG NAME\n';
  expect(found(text)).toEqual([]);
  expect(found(`# check=experimental=all\n${text}`)).toEqual(['4 InvalidDefinitionDescription']);
  expect(found(text, { policy: { preset: 'all', rules: {} } })).toEqual(['3 InvalidDefinitionDescription']);
  const rules = { InvalidDefinitionDescription: 'info' } as const;
  expect(found(text, { policy: { preset: 'recommended', rules } })).toEqual([
    '3 InvalidDefinitionDescription',
  ]);
});

test('an ignore file that takes something back is not judged by', () => {
  expect(found('FROM a\nCOPY secret /\n', { ignore: 'secret\n!keep\n' })).toEqual([]);
  expect(found('FROM a\nCOPY secret /\n', { ignore: 'secret\n' })).toEqual(['2 CopyIgnoredFile']);
});

test('the line of the ignore file is told', () => {
  const [finding] = buildkitFindings('FROM a\nCOPY ./a/../secret /\n', { ignore: '# x\nsecret\n' });
  expect(finding?.message).toBe('Attempting to Copy file "secret" that is excluded by .dockerignore');
  expect(finding?.related).toEqual([
    {
      file: '/repo/.dockerignore',
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 6 } },
      message: 'This pattern leaves it out: secret',
    },
  ]);
});

test('a broken Dockerfile is judged as far as it can be read', () => {
  expect(found('FROM a AS Build\nINSTALL x\nMAINTAINER me\nEXPOSE /tcp 80/TCP\nENV\nFROM\n')).toEqual(
    expect.arrayContaining(['1 StageNameCasing', '3 MaintainerDeprecated', '4 ExposeProtoCasing']),
  );
});

test.each([
  '',
  '\n',
  '# only\n',
  'FROM',
  'FROM a AS',
  'ARG',
  'RUN x',
  'ONBUILD',
  'FROM $',
  'COPY --from=9 a b',
])('half of a Dockerfile (%j) does no harm', (text) => {
  expect(() => found(text, { target: { target: 'nowhere' } })).not.toThrow();
});

test.each([
  ['linux', 'linux/amd64'],
  ['linux(1)/amd64', 'linux/amd64'],
])('the base image for --platform=%s is the one for %s', (flag, platform) => {
  const [os = '', architecture = ''] = platform.split('/');
  const facts = { reference: 'ubuntu', platform, os, architecture, env: ['GIVEN=1'] };
  const text = `FROM --platform=${flag} ubuntu\nUSER $GIVEN$OTHER\n`;
  const found = buildkitFindings(text, { baseImages: [facts], nativePlatform: 'linux/amd64' });
  expect(found.filter(({ rule }) => rule === 'UndefinedVar').map(({ message }) => message)).toEqual([
    "Usage of undefined variable '$OTHER'",
  ]);
});
