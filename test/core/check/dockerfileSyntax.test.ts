import fc from 'fast-check';
import { expect, test } from 'vitest';

import { checkRecipe } from '../../../src/core/check/checkRecipe.js';
import { brokenDockerfiles } from '../dockerfile/brokenDockerfiles.js';
import type { Differences } from './sampleSubject.js';
import { findingsOf, sample } from './sampleSubject.js';

function syntaxOf(text: string, differences: Differences = {}): readonly string[] {
  return findingsOf({ ...differences, text })
    .filter(({ rule }) => rule.startsWith('Dockerfile'))
    .map(({ rule, severity, range }) => `${severity} ${rule} ${range.start.line}:${range.start.character}`);
}

test.each([
  'FROM ubuntu:24.04',
  'from ubuntu:24.04 as base\nFROM base',
  'ARG V=24.04\nFROM ubuntu:${V}\nRUN true',
  'ARG V\nFROM ubuntu:${V:-24.04}',
  'FROM --platform=$BUILDPLATFORM golang:1.22 AS build\nARG TARGETOS TARGETARCH\nRUN GOARCH=$TARGETARCH go build',
  'FROM a\nRUN <<EOF\nset -e\n\nmake\nEOF\nRUN true',
  'FROM a\nRUN <<-"EOF" bash -ex\n\tmake\n\n\tEOF',
  'FROM a\nCOPY <<one <<two /etc/x/\na\n\none\nb\ntwo',
  'FROM a\nADD <<EOF /etc/x\na\n\nb\nEOF',
  'FROM a\nRUN --mount=type=cache,target=/root/.cache,sharing=locked --mount=type=secret,id=x,required make',
  'FROM a\nRUN --network=none --security=insecure make',
  '# syntax=docker/dockerfile:1-labs\nFROM a\nRUN --device=vendor.com/gpu=all make',
  'FROM a\nCOPY --link --chmod=u=rwX,go=rX --chown=1000:1000 --from=b x /y',
  'FROM a\nCOPY --parents ./src/**/*.c /x/',
  'FROM a\nCOPY --exclude=*.md --exclude=docs . /x',
  'FROM a\nADD --checksum=sha256:0123456789012345678901234567890123456789012345678901234567890123 https://x/y /z',
  'FROM a\nADD --keep-git-dir=true --link https://github.com/moby/buildkit.git#v0.10.1 /x',
  'FROM a\nADD --unpack=true https://x/y.tar /z',
  'FROM a\nCOPY package.json package-lock.json .',
  'FROM a\nCOPY ["a b", "c", "/x/"]',
  'FROM a\nARG X=a.tar.gz\nENV Y=${X%.gz} Z=${X##*.} W=${X/a/b}\nWORKDIR /x/${Y:+z}',
  'FROM a\nHEALTHCHECK --interval=5m --timeout=3s --start-period=1s --start-interval=2s --retries=2 CMD curl -f x',
  'FROM a\nHEALTHCHECK NONE',
  'FROM a\nEXPOSE 80/tcp 53/udp 8000-8010 $PORT',
  'FROM a\nSHELL ["/bin/bash", "-c"]\nSTOPSIGNAL SIGTERM\nVOLUME ["/data"]\nUSER 1:1',
  'FROM a\nONBUILD COPY . /x\nLABEL a=b \\\n  c="d e"',
  '# syntax=docker/dockerfile:1\n# check=skip=all\n# escape=`\nFROM a\nRUN dir `\n  c:\\x',
  '\uFEFFFROM a\r\nRUN a \\\r\n  b\r\n',
  `FROM ubuntu@sha256:${'0'.repeat(64)} AS base`,
  `FROM localhost:5000/x/ubuntu:24.04@sha256:${'0'.repeat(64)}`,
  'FROM a\nRUN a \\\n  # note\n  && b',
  'FROM scratch\nCMD ["/x"]\nENTRYPOINT ["/y"]',
  '  ARG V=${U:-24.04}\n  FROM ubuntu:$V\n  RUN true',
])('nothing is wrong with %j', (text) => {
  expect(syntaxOf(text)).toEqual([]);
});

test.each<[string, readonly string[]]>([
  ['', ['error DockerfileNoSourceImage 0:0']],
  ['# nothing\n\n', ['error DockerfileNoSourceImage 1:0']],
  ['ARG X', ['error DockerfileNoSourceImage 0:0']],
  ['RUN x\nFROM a', ['error DockerfileNoSourceImage 0:0']],
  ['FROM', ['error DockerfileArgumentMissing 0:0']],
  ['FROM a b', ['error DockerfileArgumentCount 0:7']],
  ['FROM a in b', ['error DockerfileInvalidFrom 0:7']],
  ['FROM a:$', ['error DockerfileInvalidFrom 0:5']],
  ['FROM a AS 1x', ['error DockerfileInvalidStageName 0:10']],
  ['FROM --plattform=x a', ['error DockerfileUnknownFlag 0:5']],
  ['FROM $X', ['error DockerfileEmptyBaseName 0:5']],
  ['FROM a\nRUNN x', ['error DockerfileUnknownInstruction 1:0']],
  ['FROM a\nRUN --mnt=x y', ['error DockerfileUnknownFlag 1:4']],
  ['FROM a\nCOPY --form=x y z', ['error DockerfileUnknownFlag 1:5']],
  ['FROM a\nADD --nope x y', ['error DockerfileUnknownFlag 1:4']],
  ['FROM a\nCOPY x', ['error DockerfileArgumentCount 1:5']],
  ['FROM a\nCOPY x y z', ['warning DockerfileInvalidDestination 1:9']],
  ['FROM a\nENV x', ['error DockerfileArgumentCount 1:4']],
  ['FROM a\nENV x="y', ['error DockerfileInvalidSyntax 1:6']],
  ['FROM a\nEXPOSE x', ['error DockerfileInvalidPort 1:7']],
  ['FROM a\nSTOPSIGNAL x', ['error DockerfileInvalidSignal 1:11']],
  ['FROM a\nSHELL x', ['error DockerfileInvalidShell 1:6']],
  ['FROM a\nONBUILD FROM b', ['error DockerfileInvalidOnbuild 1:8']],
  ['FROM a\nHEALTHCHECK x', ['error DockerfileInvalidHealthcheck 1:12']],
  ["FROM a\nCMD ['a']", ['warning DockerfileJsonInSingleQuotes 1:4']],
  ['FROM a\nENV x=${y:!z}', ['error DockerfileUnsupportedModifier 1:6']],
  ['# escape=x\nFROM a', ['error DockerfileInvalidDirective 0:9']],
  [
    '  ARG V=${U}\n  FROM ubuntu:$V\n  RUNN x',
    ['error DockerfileInvalidFrom 1:7', 'error DockerfileUnknownInstruction 2:2'],
  ],
])('%j has %j', (text, expected) => {
  expect(syntaxOf(text)).toEqual(expected);
});

test('a base name is empty unless an ARG before it takes what the recipe gives', () => {
  const target = { args: { X: 'ubuntu:24.04' } };
  expect(syntaxOf('ARG X\nFROM $X', { target })).toEqual([]);
  expect(syntaxOf('FROM $X', { target })).toEqual(['error DockerfileEmptyBaseName 0:5']);
  expect(syntaxOf('ARG X\nFROM ${X}', { target: { args: { X: '' } } })).toEqual([
    'error DockerfileEmptyBaseName 1:5',
  ]);
});

test("what the builder refuses is told in the builder's words", () => {
  const [finding] = findingsOf({ text: 'FROM ubuntu:24.04\nRUN --mnt=x y' });
  expect(finding?.message).toBe('The builder refuses this: unknown flag: --mnt (did you mean mount?)');
});

test('what only one platform has is said of that platform', () => {
  const text = 'ARG TARGETARCH\nFROM a-${TARGETARCH#arm64}\nRUN x';
  const refused = findingsOf({ text, platforms: ['linux/amd64', 'linux/arm64'] }).filter(
    ({ rule }) => rule === 'DockerfileInvalidFrom',
  );
  expect(refused.map(({ platform }) => platform)).toEqual(['linux/arm64']);
});

test.each([
  ['COPY "a b" /x', ['error DockerfileInvalidSyntax 1:5']],
  ["ADD it's /x", ['error DockerfileInvalidSyntax 1:4']],
  ['COPY ${X /x', ['error DockerfileInvalidSyntax 1:5']],
  ['COPY ["a b", "/x"]', []],
  ['COPY "a" /x', []],
  ['RUN echo "a b', []],
])('the words of %s', (line, expected) => {
  expect(syntaxOf(`FROM a\n${line}\n`).filter((said) => said.includes('InvalidSyntax'))).toEqual(expected);
});

test.each([
  ['COPY <<E /x\na\n', ['error DockerfileInvalidSyntax 1:5']],
  ['RUN cat <<E\na\n E\n', ['error DockerfileInvalidSyntax 1:8']],
  ['COPY <<A <<B /x/\na\nB\nA\n', ['error DockerfileInvalidSyntax 1:9']],
  ['RUN cat <<-E\na\n\tE\n', []],
  ['COPY <<A <<"B" /x/\na\nA\nB', []],
  ['RUN echo "<<E" <<<x $((1<<N))\n', []],
  ['RUN echo $((1 <<N))\n', ['error DockerfileInvalidSyntax 1:14']],
])('the end of the here-documents of %j', (text, expected) => {
  expect(syntaxOf(`FROM a\n${text}`).filter((said) => said.includes('InvalidSyntax'))).toEqual(expected);
});

test('whatever the Dockerfile, checking succeeds and findings lie in it, in order', () => {
  const context = {
    sources: {},
    ignore: '*\n!a',
    launchpad: 'always',
    platforms: ['linux/amd64', 'linux/arm64'],
  } as const;
  fc.assert(
    fc.property(brokenDockerfiles(), (text) => {
      const { recipe, subject } = sample({ ...context, text });
      const { findings } = checkRecipe(recipe, subject);
      const lines = text.split(/\r\n|\r|\n/);
      const isInside = ({ line, character }: { line: number; character: number }): boolean =>
        character >= 0 &&
        character <= (lines[line]?.length ?? (line === lines.length && character === 0 ? 0 : -1));
      const strays = findings
        .filter(({ file }) => file === subject.dockerfilePath)
        .filter(({ range }) => !isInside(range.start) || !isInside(range.end));
      expect(strays).toEqual([]);
      const places = findings.map(
        ({ file, range }) => [file, range.start.line, range.start.character] as const,
      );
      expect(places).toEqual(
        places.toSorted((a, b) => (a[0] < b[0] ? -1 : Number(a[0] > b[0])) || a[1] - b[1] || a[2] - b[2]),
      );
      expect(checkRecipe(recipe, subject).findings).toEqual(findings);
    }),
    { numRuns: 300 },
  );
});
