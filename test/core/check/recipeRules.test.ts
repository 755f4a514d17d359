import { expect, test } from 'vitest';

import type { Differences } from './sampleSubject.js';
import { findingsOf, meant, remarks, severities } from './sampleSubject.js';

const outside = (path: string, realPath = path): { path: string; realPath: string } => ({ path, realPath });

test.each<[string, Differences, readonly string[]]>([
  ['is not there', { text: null, context: { dockerfile: { path: '/repo/Dockerfile' } } }, ['error']],
  ['is a directory', { text: null }, ['error']],
  ['is there', {}, []],
])('a Dockerfile that %s', (_name, differences, expected) => {
  expect(severities('MissingDockerfile', differences)).toEqual(expected);
});

test('an unsaved Dockerfile that is not on disk yet is not missing', () => {
  const context = { dockerfile: { path: '/repo/Dockerfile' } };
  expect(findingsOf({ context })).toEqual([]);
});

test('a context that is no directory is an error at its key', () => {
  const range = { start: { line: 3, character: 2 }, end: { line: 3, character: 9 } };
  const context = { context: { kind: 'directory', path: '/repo/gone' } as const };
  expect(findingsOf({ context, keyRanges: { context: range } })).toMatchObject([
    { rule: 'MissingContext', severity: 'error', range },
  ]);
});

test.each<[string, string, readonly string[]]>([
  ['build', 'FROM a AS Build', []],
  [
    '1',
    'FROM a\nFROM b',
    [
      'error 0:0 The Dockerfile has no stage "1": it names no stage. Correct "target", or name a stage with AS.',
    ],
  ],
  [
    'gone',
    'FROM a AS build\nFROM b',
    [
      'error 0:0 The Dockerfile has no stage "gone": it has build. Correct "target", or name a stage with AS.',
    ],
  ],
  [
    'gone',
    'FROM a',
    [
      'error 0:0 The Dockerfile has no stage "gone": it names no stage. Correct "target", or name a stage with AS.',
    ],
  ],
])('the target %s of %j', (target, text, expected) => {
  expect(remarks('UnknownTarget', { text, target: { target } })).toEqual(expected);
});

test.each<[string, Differences, readonly string[]]>([
  ['inside', meant, []],
  ['outside', { ...meant, context: { context: { kind: 'directory', ...outside('/other') } } }, ['error']],
  [
    'a neighbour',
    { ...meant, context: { context: { kind: 'directory', ...outside('/repo-evil') } } },
    ['error'],
  ],
  ['remote', { ...meant, context: { context: { kind: 'remote', text: 'https://x/y.git' } } }, ['error']],
  ['outside, not meant', { context: { context: { kind: 'directory', ...outside('/other') } } }, []],
  [
    'a name that begins with dots',
    { ...meant, context: { context: { kind: 'directory', ...outside('/repo/..a') } } },
    [],
  ],
])('a context that is %s', (_name, differences, expected) => {
  expect(severities('ContextOutsideRepository', differences)).toEqual(expected);
});

test.each<[string, Differences, readonly string[]]>([
  ['inside', meant, []],
  ['outside', { ...meant, context: { dockerfile: outside('/other/Dockerfile') } }, ['error']],
  ['outside, not meant', { context: { dockerfile: outside('/other/Dockerfile') } }, []],
])('a Dockerfile that is %s', (_name, differences, expected) => {
  expect(severities('BuildFileOutsideRepository', differences)).toEqual(expected);
});

test("a neighbour that passes the builder's string check is said to", () => {
  const context = { dockerfile: outside('/repo-evil/Dockerfile') };
  expect(remarks('BuildFileOutsideRepository', { ...meant, context })[0]).toContain(
    'own check does not notice',
  );
});

test.each<[string, Differences['context'], readonly string[]]>([
  ['nothing special', {}, []],
  ['a linked Dockerfile', { dockerfile: outside('/repo/Dockerfile', '/etc/Dockerfile') }, ['error']],
  [
    'a linked context',
    { context: { kind: 'directory', ...outside('/repo/c', '/srv/c') } },
    ['error', 'error'],
  ],
  ['a link inside', { dockerfile: outside('/repo/Dockerfile', '/repo/other') }, []],
  ['a Dockerfile above its context', { context: { kind: 'directory', ...outside('/repo/c') } }, ['error']],
  ['an inline Dockerfile', { dockerfile: undefined } as unknown as NonNullable<Differences['context']>, []],
  ['a remote context', { context: { kind: 'remote', text: '-' } }, []],
])('BuilderPathPrefix for %s', (_name, context, expected) => {
  expect(severities('BuilderPathPrefix', { ...meant, context: context ?? {} })).toEqual(expected);
});

test.each<[string, Differences, readonly string[]]>([
  [
    'sound names',
    { launchpadBlock: { name: 'a-b.c1', ociProject: 'ubuntu/+oci/a+b', imageName: 'me/x' } },
    [],
  ],
  ['a recipe name in capitals', { launchpadBlock: { name: 'Tool' } }, ['error']],
  ['a name of one letter', { launchpadBlock: { name: 'x' } }, ['error']],
  ['a name with +', { launchpadBlock: { name: 'c++' } }, ['error']],
  ['a name that ends in a dot', { launchpadBlock: { name: 'tool.' } }, ['error']],
  ["the target's name", { launchpadBlock: {}, recipeName: 'My Tool' }, ['error']],
  ['a project', { launchpadBlock: { ociProject: 'ubuntu/+oci/No' } }, ['error']],
  ['an image', { launchpadBlock: { imageName: 'Me/x' } }, ['error']],
  ['no block', { ...meant, recipeName: 'My Tool' }, []],
])('LaunchpadNameInvalid for %s', (_name, differences, expected) => {
  expect(severities('LaunchpadNameInvalid', differences)).toEqual(expected);
});

test.each<[string, Differences, readonly string[]]>([
  ['LAUNCHPAD_BUILD_ARCH', meant, ['warning']],
  ['http_proxy', meant, ['warning']],
  ['OTHER', meant, []],
  ['LAUNCHPAD_BUILD_ARCH', {}, []],
])('the build argument %s', (name, differences, expected) => {
  expect(severities('LaunchpadBuildArg', { ...differences, target: { args: { [name]: 'x' } } })).toEqual(
    expected,
  );
});

test.each<[string, Differences, readonly string[]]>([
  ['known ones', { ...meant, platforms: ['linux/amd64', 'linux/arm/v7'] }, []],
  ['a platform', { ...meant, platforms: ['windows/amd64'] }, ['error']],
  ['a platform, not meant', { platforms: ['windows/amd64'] }, []],
  ['a processor', { launchpadBlock: { processors: ['amd64', 'x86_64'] } }, ['error']],
])('ProcessorUnmapped for %s', (_name, differences, expected) => {
  expect(severities('ProcessorUnmapped', differences)).toEqual(expected);
});

test.each<[NonNullable<Differences['target']>, readonly string[]]>([
  [{}, []],
  [{ dockerfileInline: 'FROM a' }, ['error']],
  [{ contexts: { a: 'b' } }, ['error']],
  [{ secret: ['id=a'] }, ['warning']],
  [{ ssh: ['default'] }, ['warning']],
  [{ labels: { a: 'b' } }, ['warning']],
  [{ network: 'host' }, ['warning']],
  [{ network: 'default' }, []],
  [{ extraHosts: { a: 'b' } }, ['warning']],
  [{ entitlements: ['network.host'] }, ['warning']],
  [{ shmSize: '1g' }, ['warning']],
  [{ ulimits: ['nofile=1'] }, ['warning']],
  [{ tags: ['a:b'] }, ['info']],
  [{ annotations: ['a=b'] }, ['info']],
  [{ attest: ['type=sbom'] }, ['info']],
  [{ output: ['type=image'] }, ['info']],
  [{ cacheFrom: ['x'] }, ['info']],
  [{ cacheTo: ['x'] }, ['info']],
  [{ target: '0' }, ['error']],
  [{ target: 'gone' }, ['error']],
  [{ pull: true, noCache: true }, []],
])('what Launchpad ignores of %j', (target, expected) => {
  expect(severities('LaunchpadIgnores', { ...meant, target })).toEqual(expected);
  expect(severities('LaunchpadIgnores', { target })).toEqual([]);
});

test('a target that is not the last stage is an error', () => {
  const differences = {
    ...meant,
    text: 'FROM ubuntu:24.04 AS a\nFROM ubuntu:24.04',
    target: { target: 'a' },
  };
  expect(severities('LaunchpadIgnores', differences)).toEqual(['error']);
});

test.each<[string, number]>([
  ['RUN --mount=type=cache,target=/x true', 1],
  ['RUN <<EOF\ntrue\nEOF', 1],
  ['RUN cat << EOF', 0],
  ['COPY --link --chmod=755 a /b', 2],
  ['COPY --from=x a /b', 0],
  ['COPY --chown=1:1 a /b', 0],
  ['ADD --checksum=sha256:0 https://x/y /z', 1],
  ['COPY ../a /b', 1],
  ['COPY --from=x ../a /b', 0],
  ['COPY ["<<EOF", "/b"]', 0],
  ['ARG TARGETARCH', 1],
  ['ARG TARGETARCH=amd64', 0],
  ['ARG LAUNCHPAD_BUILD_ARCH', 0],
])("how often %j needs what Launchpad's builder lacks", (instruction, expected) => {
  const text = `FROM ubuntu:24.04\n${instruction}\n`;
  expect(remarks('LaunchpadClassicBuilder', { ...meant, text })).toHaveLength(expected);
  expect(remarks('LaunchpadClassicBuilder', { text })).toEqual([]);
});

test('a variable in FROM --platform needs BuildKit, a constant does not', () => {
  const text = 'FROM --platform=$BUILDPLATFORM ubuntu:24.04 AS a\nFROM --platform=linux/amd64 ubuntu:24.04\n';
  expect(remarks('LaunchpadClassicBuilder', { ...meant, text })).toEqual([
    expect.stringContaining('warning 0:5'),
  ]);
});

test('findings of an inline Dockerfile point at its key', () => {
  const range = { start: { line: 9, character: 4 }, end: { line: 9, character: 21 } };
  const target = { dockerfileInline: 'FROM ubuntu:24.04\nNOPE\n' };
  const text = target.dockerfileInline;
  expect(findingsOf({ text, target, keyRanges: { 'dockerfile-inline': range } })).toMatchObject([
    { rule: 'DockerfileUnknownInstruction', file: '/repo/oci-recipe.yaml', range },
  ]);
});
