import { expect, test } from 'vitest';

import { parseDockerfile } from '../../../src/core/dockerfile/parseDockerfile.js';
import { resolveDockerfile } from '../../../src/core/dockerfile/resolvedDockerfile.js';
import type { BuildSettings } from '../../../src/core/dockerfile/automaticArgs.js';

const plain: BuildSettings = { buildArgs: {} };
const arm: BuildSettings = { buildArgs: {}, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } };

function baseOf(text: string, settings: BuildSettings = plain): string | undefined {
  return resolveDockerfile(parseDockerfile(text), settings).baseImage?.reference;
}

function sourcesOf(text: string, settings: BuildSettings = plain): readonly (string | undefined)[] {
  return resolveDockerfile(parseDockerfile(text), settings).sources.map(({ value }) => value);
}

test.each([
  ['FROM ubuntu:24.04', {}, 'ubuntu:24.04'],
  ['ARG V=24.04\nFROM ubuntu:$V', {}, 'ubuntu:24.04'],
  ['ARG V=24.04\nFROM ubuntu:${V}', { V: 'noble' }, 'ubuntu:noble'],
  ['ARG V\nFROM ubuntu:${V:-22.04}', {}, 'ubuntu:22.04'],
  ['ARG V\nFROM ubuntu:${V:-22.04}', { V: '24.04' }, 'ubuntu:24.04'],
  ['ARG V\nFROM ubuntu${V:+:}$V', {}, 'ubuntu'],
  ['ARG A=24\nARG V=$A.04\nFROM ubuntu:$V', {}, 'ubuntu:24.04'],
  ['ARG A=24 B=.04\nFROM ubuntu:$A$B', {}, 'ubuntu:24.04'],
  ['FROM ubuntu:$V', { V: '24.04' }, 'ubuntu:'],
  ['FROM a AS base\nFROM base', {}, 'a'],
  ['FROM a AS Base\nFROM b\nFROM base', {}, 'a'],
  ['FROM a AS Base\nFROM b\nFROM bASE', {}, 'bASE'],
  ['FROM a AS x\nFROM x AS y\nRUN z\nFROM y', {}, 'a'],
  ['FROM x\nFROM b AS x', {}, 'b'],
  ['FROM $TARGETARCH', {}, undefined],
  ['RUN x', {}, undefined],
  ['FROM', {}, undefined],
])('%j with %j rests on %s', (text, buildArgs, expected) => {
  expect(baseOf(text, { buildArgs })).toBe(expected);
});

test('platform arguments are known where the platform is', () => {
  const text = 'FROM x/$TARGETOS-$TARGETARCH-$TARGETVARIANT:$TARGETSTAGE';
  expect(baseOf(text, arm)).toBe('x/linux-arm-v7:default');
});

test.each([
  ['one', 'a'],
  ['ONE', 'a'],
  ['0', undefined],
  ['1', undefined],
  ['', 'b'],
  ['none', undefined],
  ['7', undefined],
])('the target %j rests on %s', (target, expected) => {
  expect(baseOf('FROM a AS one\nFROM b', { buildArgs: {}, target })).toBe(expected);
});

test.each([
  ['FROM a\nCOPY x y /z', ['x', 'y']],
  ['FROM a\nCOPY ["a b", "/z"]', ['a b']],
  ['FROM a\nCOPY --from=b x /z', []],
  ['FROM a\nCOPY x', []],
  ['FROM a\nCOPY <<E x /z/\nE', ['x']],
  ['FROM a\nCOPY ["<<E", "/z"]', ['<<E']],
  ['FROM a\nADD ["a b", "/z"]\nADD "b" \'c\' /z', ['a b', 'b', 'c']],
  ['FROM a\nRUN --mount=type=bind,source=s,target=/t x', ['s']],
  ['FROM a\nRUN --mount=src=s,target=/t --mount=type=cache,target=/c x', ['s']],
  ['FROM a\nRUN --mount=type=bind,from=b,source=s,target=/t x', []],
  ['FROM a\nONBUILD COPY x /z', []],
  ['FROM a AS unused\nCOPY no /z\nFROM b\nCOPY yes /z', ['yes']],
  ['FROM a AS used\nCOPY one /z\nFROM b\nCOPY --from=used x /\nCOPY two /z', ['one', 'two']],
  ['FROM a\nCOPY one /z\nFROM b\nCOPY --from=0 x /', ['one']],
  ['FROM a AS used\nCOPY one /z\nFROM b\nRUN --mount=from=used,target=/x y', ['one']],
  ['FROM a AS p\nCOPY one /z\nFROM p', ['one']],
])('%j takes %j', (text, expected) => {
  expect(sourcesOf(text)).toEqual(expected);
});

test.each([
  ['FROM a\nARG D=src\nCOPY $D/x /z', ['src/x']],
  ['FROM a\nCOPY $D/x /z\nARG D=src', [undefined]],
  ['FROM scratch\nCOPY $D/x /z', ['/x']],
  ['ARG D=src\nFROM a\nCOPY $D/x /z', [undefined]],
  ['ARG D=src\nFROM a\nARG D\nCOPY $D/x /z', ['src/x']],
  ['ARG D=src\nFROM a\nARG D=own\nCOPY $D/x /z', ['own/x']],
  ['FROM a\nENV D=src E="$D/y z"\nCOPY $D$E /z', [undefined]],
  ['FROM a\nENV D=src\nENV E="$D/y z"\nCOPY $E /z', ['src/y z']],
  ['FROM a\nENV D two words\nCOPY ["$D", "/z"]', ['two words']],
  ['FROM a\nARG D=arg\nENV D=env\nCOPY $D /z', ['env']],
  ['FROM a\nENV D=env\nARG D=arg\nCOPY $D /z', ['arg']],
  ['FROM a\nARG D=arg\nENV D=env\nCOPY $D /z', ['env']],
  ['FROM a\nENV D=env\nARG D\nCOPY $D /z', ['env']],
  ['FROM scratch\nARG D\nCOPY ${D}x /z', ['x']],
  ['FROM scratch\nARG BUILDARCH\nCOPY $BUILDARCH /z', [undefined]],
  ['FROM a AS p\nENV D=env\nFROM p\nCOPY $D /z', ['env']],
  ['FROM a\nARG D\nCOPY $D /z', [undefined]],
])('variables of %j give %j', (text, expected) => {
  expect(sourcesOf(text)).toEqual(expected);
});

test('an argument of the build wins over every default', () => {
  expect(sourcesOf('FROM a\nARG D=src\nCOPY $D /z', { buildArgs: { D: 'given' } })).toEqual(['given']);
});

test('platform arguments must be declared in a stage', () => {
  const text =
    'FROM scratch\nCOPY a$TARGETARCH /z\nARG TARGETARCH TARGETPLATFORM\nCOPY $TARGETARCH $TARGETPLATFORM /z/';
  expect(sourcesOf(text, arm)).toEqual(['a', 'arm', 'linux/arm/v7']);
});

test.each([
  ['ADD https://host/x /z', 'url'],
  ['ADD https://host/x.git#v1 /z', 'git'],
  ['ADD git@host:x.git /z', 'git'],
  ['COPY x.git /z', 'path'],
])('%s takes a %s', (instruction, expected) => {
  const { sources } = resolveDockerfile(parseDockerfile(`FROM a\n${instruction}`), plain);
  expect(sources.map(({ kind }) => kind)).toEqual([expected]);
});

test.each([
  ['COPY --parents a /z', true],
  ['COPY --parents=true a /z', true],
  ['COPY --parents=false a /z', false],
  ['COPY a /z', false],
])('whether %s keeps parents is %s', (instruction, expected) => {
  const { sources } = resolveDockerfile(parseDockerfile(`FROM a\n${instruction}`), plain);
  expect(sources.map(({ keepsParents }) => keepsParents)).toEqual([expected]);
});
