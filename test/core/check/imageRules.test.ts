import { describe, expect, test } from 'vitest';

import { checkRecipe } from '../../../src/core/check/checkRecipe.js';
import type { CheckSubject } from '../../../src/core/check/rule.js';
import { defaultPolicy } from '../../../src/core/finding/checkPolicy.js';
import type { Finding } from '../../../src/core/finding/finding.js';
import type { Differences } from './sampleSubject.js';
import { sample } from './sampleSubject.js';

/** The findings of one rule, with more of the subject given. */
function found(rule: string, differences: Differences, more: Partial<CheckSubject> = {}): readonly Finding[] {
  const { recipe, subject } = sample(differences);
  return checkRecipe(recipe, { ...subject, policy: defaultPolicy, ...more }).findings.filter(
    (finding) => finding.rule === rule,
  );
}

const both = ['linux/amd64', 'linux/arm64'];
const url = 'https://example.org';

describe('ArchitectureSpecificDownload', () => {
  const name = 'ArchitectureSpecificDownload';
  const check = (run: string, platforms: readonly string[] = both): readonly string[] =>
    found(name, { text: `FROM ubuntu:24.04\n${run}\n`, platforms }).map(
      ({ message, platform }) => `${/"([^"]*)"/.exec(message)?.[1] ?? ''} ${platform ?? 'several'}`,
    );

  test.each<[string, string]>([
    [`RUN curl -fsSLO ${url}/tool_1.0_amd64.deb`, 'tool_1.0_amd64.deb linux/arm64'],
    [`RUN wget ${url}/node-v22-linux-x64.tar.xz`, 'node-v22-linux-x64.tar.xz linux/arm64'],
    [`RUN curl -L ${url}/x86_64/tool | tar xz`, '/x86_64/tool linux/arm64'],
    [`RUN curl -Lo t ${url}/tool-arm64.tgz`, 'tool-arm64.tgz linux/amd64'],
    [`ADD ${url}/chromedriver-linux64.zip /opt/`, 'chromedriver-linux64.zip linux/arm64'],
    ['RUN dpkg -i /tmp/tool_1.0_amd64.deb', '/tmp/tool_1.0_amd64.deb linux/arm64'],
    [`RUN URL=${url}/kubectl-amd64; curl -LO "$URL"`, 'kubectl-amd64 linux/arm64'],
    [`RUN <<EOF\nset -e\ncurl -LO ${url}/tool-aarch64.zip\nEOF`, 'tool-aarch64.zip linux/amd64'],
  ])('%s is found', (run, expected) => {
    const [first = ''] = check(run);
    expect([first.endsWith(expected), check(run).length]).toEqual([true, 1]);
  });

  test.each([
    `ARG TARGETARCH\nRUN curl -LO ${url}/tool-$TARGETARCH.deb`,
    `RUN case "$TARGETARCH" in amd64) A=x86_64;; *) A=aarch64;; esac; curl -LO ${url}/tool-$A`,
    `RUN if [ "$(uname -m)" = x86_64 ]; then curl -LO ${url}/tool-x86_64.tgz; fi`,
    `RUN test "$(dpkg --print-architecture)" = amd64 && curl -LO ${url}/tool_amd64.deb`,
    `RUN curl -LO ${url}/tool_amd64.deb -LO ${url}/tool_arm64.deb`,
    'RUN apt-get install -y gcc-x86-64-linux-gnu',
    'RUN rustup target add x86_64-unknown-linux-musl',
    'RUN dpkg --add-architecture i386 && apt-get install -y libc6:i386',
    `RUN curl -LO ${url}/tool_all.deb`,
    'COPY tool_amd64.deb /tmp/',
    `# RUN curl ${url}/tool_amd64.deb`,
  ])('%s is not', (run) => {
    expect(check(run)).toEqual([]);
  });

  test('one platform, or two of one processor, is what the download is for', () => {
    const run = `RUN curl -LO ${url}/tool_amd64.deb`;
    expect([
      check(run, []),
      check(run, ['linux/arm64']),
      check(run, ['linux/amd64', 'linux/amd64/v3']),
    ]).toEqual([[], [], []]);
  });

  test('what is wrong for several platforms is said once and names them', () => {
    const text = `FROM ubuntu:24.04\nRUN curl -LO ${url}/tool_amd64.deb\n`;
    const findings = found(name, { text, platforms: [...both, 'linux/s390x'] });
    expect(
      findings.map(({ message, platform }) => [platform, message.includes('linux/arm64, linux/s390x')]),
    ).toEqual([[undefined, true]]);
  });

  test('a stage for the platform that builds, and stages for one platform each, are right', () => {
    const text = [
      `FROM --platform=$BUILDPLATFORM ubuntu:24.04 AS tools\nRUN curl -LO ${url}/tool_amd64.deb`,
      `FROM ubuntu:24.04 AS for-amd64\nCOPY --from=tools /t /t\nRUN curl -LO ${url}/a_amd64.deb`,
      `FROM ubuntu:24.04 AS for-arm64\nRUN curl -LO ${url}/a_arm64.deb`,
      'ARG TARGETARCH\nFROM for-$TARGETARCH',
    ].join('\n');
    expect(found(name, { text: `ARG TARGETARCH\n${text}`, platforms: both })).toEqual([]);
  });

  test('it points at the download, over continued lines and comments', () => {
    const text = `FROM ubuntu:24.04\nRUN set -e; \\\n  # the tool\n  curl -LO ${url}/tool_amd64.deb\n`;
    const [finding] = found(name, { text, platforms: both });
    expect([finding?.range.start, finding?.instructionLine]).toEqual([{ line: 3, character: 11 }, 1]);
  });
});

describe('BasePlatformMissing', () => {
  const text = 'FROM example/base:1\nRUN true\n';
  const check = (platforms: readonly string[], available: readonly string[]): readonly unknown[] =>
    found(
      'BasePlatformMissing',
      { text, platforms },
      {
        basePlatforms: [{ reference: 'example/base:1', platforms: available }],
      },
    ).map(({ severity, platform }) => `${severity} ${platform ?? 'every'}`);

  test('a base image that is not there for a platform is an error', () => {
    expect(check(both, ['linux/amd64'])).toEqual(['error linux/arm64']);
  });

  test.each([
    ['the same variant', 'linux/arm/v7', ['linux/arm/v7'], []],
    ['an older variant', 'linux/arm/v7', ['linux/arm/v6'], []],
    ['a newer variant', 'linux/arm/v6', ['linux/arm/v7'], ['error every']],
    ['the processor without a variant', 'linux/amd64/v3', ['linux/amd64'], []],
  ])('%s', (_name, wanted, available, expected) => {
    expect(check([wanted], available)).toEqual(expected);
  });

  test('what nobody asked about is not judged', () => {
    expect(found('BasePlatformMissing', { text, platforms: both })).toEqual([]);
  });
});

describe('RunNeedsEmulation', () => {
  const check = (text: string, platforms: readonly string[], native?: string): readonly string[] =>
    found(
      'RunNeedsEmulation',
      { text, platforms },
      native === undefined ? {} : { nativePlatform: native },
    ).map(({ severity, range, platform }) => `${severity} ${range.start.line} ${platform ?? 'every'}`);

  test('the first RUN of a stage for another processor is a hint', () => {
    const text = 'FROM ubuntu:24.04\nRUN make\nRUN make install\n';
    expect(check(text, both, 'linux/amd64')).toEqual(['hint 1 linux/arm64']);
  });

  test.each<[string, string, readonly string[], string | undefined]>([
    ['a machine that is not known', 'FROM ubuntu:24.04\nRUN make', both, undefined],
    ['no RUN', 'FROM ubuntu:24.04\nCOPY a /', both, 'linux/amd64'],
    ['a recipe without platforms', 'FROM ubuntu:24.04\nRUN make', [], 'linux/amd64'],
    ['386 on amd64', 'FROM ubuntu:24.04\nRUN make', ['linux/386'], 'linux/amd64'],
    [
      'a stage of the building platform',
      'FROM --platform=$BUILDPLATFORM ubuntu:24.04 AS b\nRUN make\nFROM scratch\nCOPY --from=b /o /o',
      both,
      'linux/amd64',
    ],
    [
      'a stage that is not needed',
      'FROM ubuntu:24.04\nRUN make\nFROM scratch\nCOPY a /',
      both,
      'linux/amd64',
    ],
  ])('%s is none', (_name, text, platforms, native) => {
    expect(check(`${text}\n`, platforms, native)).toEqual([]);
  });
});

describe('SecretInArgument', () => {
  const check = (args: Readonly<Record<string, string>>, text?: string): readonly string[] =>
    found('SecretInArgument', { target: { args }, ...(text !== undefined && { text }) }).map(
      ({ severity, range, file }) => `${severity} ${range.start.line} ${file}`,
    );

  test.each<[Readonly<Record<string, string>>, readonly string[]]>([
    [{ API_TOKEN: 'abc' }, ['warning']],
    [{ DB_PASSWORD: 'x' }, ['warning']],
    [{ NPM: `npm_${'a'.repeat(36)}` }, ['error']],
    [{ VALUE: `ghp_${'a'.repeat(36)}` }, ['error']],
    [{ PUBLIC_KEY: 'abc' }, []],
    [{ PASSWORD: '' }, []],
    [{ USE_AUTH: 'false' }, []],
    [{ VERSION: '1.2' }, []],
  ])('%j', (args, expected) => {
    expect(check(args).map((line) => line.split(' ')[0])).toEqual(expected);
  });

  test('it points at the argument in the recipe file and relates the ARG that takes it', () => {
    const keyRanges = { 'args.TOKEN': { start: { line: 4, character: 6 }, end: { line: 4, character: 11 } } };
    const text = 'FROM ubuntu:24.04\nARG TOKEN\n';
    const [finding] = found('SecretInArgument', { text, keyRanges, target: { args: { TOKEN: 'abc' } } });
    expect(finding).toMatchObject({
      file: '/repo/oci-recipe.yaml',
      range: keyRanges['args.TOKEN'],
      related: [{ file: '/repo/Dockerfile', range: { start: { line: 1, character: 4 } } }],
    });
  });
});

describe('UnpinnedBaseImage', () => {
  const check = (text: string, branch: string): readonly string[] =>
    found('UnpinnedBaseImage', { text: `${text}\n`, branch }).map(
      ({ severity, range: { start } }) => `${severity} ${start.line}:${start.character}`,
    );

  test.each<[string, string, readonly string[]]>([
    ['FROM ubuntu:24.04', 'v1.0-24.04', ['hint 0:5']],
    ['FROM ubuntu:24.04', 'main', []],
    [`FROM ubuntu:24.04@sha256:${'a'.repeat(64)}`, 'v1.0-24.04', []],
    ['FROM scratch\nCOPY a /', 'v1.0-24.04', []],
    ['FROM golang:1 AS b\nFROM ubuntu:24.04\nCOPY --from=b /o /o', 'v1.0-24.04', ['hint 0:5', 'hint 1:5']],
    ['FROM golang:1 AS unused\nFROM ubuntu:24.04', 'v1.0-24.04', ['hint 1:5']],
  ])('%j on %s', (text, branch, expected) => {
    expect(check(text, branch)).toEqual(expected);
  });
});

describe('MissingLabel', () => {
  const check = (
    text: string,
    labels: readonly string[],
    target: Differences['target'] = {},
  ): readonly string[] =>
    found('MissingLabel', { text: `${text}\n`, target }, { labels }).map(
      ({ message }) => /label (\S+?)[,.]? /.exec(message)?.[1] ?? message,
    );

  test('nothing is asked for unless the user does', () => {
    expect(check('FROM ubuntu:24.04', [])).toEqual([]);
  });

  test('a schema asks for its labels, a key for itself', () => {
    const text =
      'FROM ubuntu:24.04\nLABEL org.opencontainers.image.title=x "org.opencontainers.image.source"=y';
    expect(check(text, ['oci', 'com.example.team'])).toEqual([
      'com.example.team',
      'org.opencontainers.image.description',
      'org.opencontainers.image.licenses',
      'org.opencontainers.image.version',
    ]);
  });

  test("OSBS's older names do as well, and only the last stage's count there", () => {
    expect(check('FROM ubuntu:24.04 AS b\nLABEL Name=a\nFROM b\nLABEL BZComponent=c', ['osbs'])).toEqual([
      'name',
      'version',
    ]);
  });

  test("labels of the recipe and of the stages below are the image's", () => {
    const text = 'FROM ubuntu:24.04 AS b\nLABEL one=1\nFROM b AS c\nLABEL two=2\nFROM c';
    expect(check(text, ['one', 'two', 'three', 'four'], { labels: { three: '3' } })).toEqual(['four']);
  });
});
