import { expect, test } from 'vitest';

import { plainBase } from './buildkit/buildkitSample.js';
import { problemsOf, refusals } from './refusals.js';

const digest = '0123456789'.repeat(7).slice(0, 64);

/** In the words of the builder of Docker 28.5. */
test.each([
  ['FROM $X', ['base name ($X) should not be blank']],
  ['FROM a:$', ['failed to parse stage name "a:$": invalid reference format']],
  [
    'FROM Foo',
    [
      'failed to parse stage name "Foo": invalid reference format: repository name (library/Foo) must be lowercase',
    ],
  ],
  ['FROM a//b', ['failed to parse stage name "a//b": invalid reference format']],
  ['FROM A.b/c:d', []],
  ['FROM --platform=$X scratch', ['empty platform value from expression $X']],
  ['FROM --platform=linux/x86_64 scratch', []],
  ['FROM --platform=Windows(10.0.17763)/amd64 scratch', []],
  ['FROM --platform=macos scratch', []],
  [
    'FROM --platform=local scratch',
    ['failed to parse platform local: "local": unknown operating system or architecture: invalid argument'],
  ],
  [
    'FROM --platform=a/b/c/d scratch',
    ['failed to parse platform a/b/c/d: "a/b/c/d": cannot parse platform specifier: invalid argument'],
  ],
  [
    'FROM --platform=linux/amd64,linux/arm64 scratch',
    [
      'failed to parse platform linux/amd64,linux/arm64: "amd64,linux" is an invalid component of ' +
        '"linux/amd64,linux/arm64": platform specifier component must match "^[A-Za-z0-9_.-]+$": invalid argument',
    ],
  ],
  ['FROM ${X:?needed}', ['failed to process "${X:?needed}": X: needed']],
  ['FROM scratch\nENV A=${X', ['failed to process "${X": unsupported modifier (\uFFFD) in substitution']],
  ['FROM scratch\nENV A=${X?}', ['failed to process "${X?}": X: is not allowed to be unset']],
  ['FROM scratch\nENV A=\nENV B=${A:?}', ['failed to process "${A:?}": A: is not allowed to be empty']],
  ['FROM unknown\nENV A=${X?}', []],
  [
    'FROM scratch\nENV A="x',
    ['failed to process "\\"x": unexpected end of statement while looking for matching double-quote'],
  ],
  ['FROM scratch\nENV A=${B:-"}', ['failed to process "${B:-\\"}": syntax error: missing \'}\'']],
  ['FROM scratch\nENV B=${A/x}', ['failed to process "${A/x}": syntax error: missing \'/\' in ${}']],
  [
    'FROM scratch\nENV A=a\nENV C=${A#\\a}',
    ['failed to process "${A#\\\\a}": invalid pattern (\\a) in substitution: invalid escape \'\\a\''],
  ],
  ['FROM scratch\nARG A=${B:?no}', ['failed to process "${B:?no}": B: no']],
  ['FROM scratch AS a\nCOPY --from=a x /y', ['circular dependency detected on stage: a']],
  ['FROM scratch AS a\nCOPY --from=0 x /y', ['circular dependency detected on stage: a']],
  [
    'FROM scratch AS a\nCOPY --from=b x /y\nFROM scratch AS b',
    ['cannot copy from stage "b", it needs to be defined before current stage "a"'],
  ],
  ['FROM scratch\nCOPY --from=3 x y', ['invalid stage index 3']],
  ['FROM scratch AS a\nRUN --mount=from=a,target=/x x', ['circular dependency detected on stage: a']],
  [
    'FROM scratch\nRUN --mount=from=$X x',
    ["'from' doesn't support variable expansion, define alias stage instead"],
  ],
  ['FROM scratch\nRUN --mount=type=foo x', ['unsupported mount type "foo"']],
  ['FROM scratch\nRUN --mount=typ=bind x', ["unexpected key 'typ' in 'typ=bind' (did you mean type?)"]],
  ['FROM scratch\nRUN --mount=type=secret x', ['invalid secret mount. one of source, target required']],
  [
    'FROM scratch\nRUN --mount=type=cache,target=/a,required x',
    ["unexpected key 'required' for mount type 'cache'"],
  ],
  ['FROM scratch\nRUN --mount=type=bind,mode=0755 x', ['mode not allowed for "bind" type mounts']],
  ['FROM scratch\nRUN --mount=type=cache,target=$HOME,uid=$U x', ['invalid value  for uid']],
  [`FROM scratch\nADD --checksum=sha256:${digest} x /y`, ['checksum requires HTTP(S) or Git sources']],
  [`FROM scratch\nADD --checksum=sha256:${digest} https://x/y /z`, []],
  ['FROM scratch\nCOPY https://x/y /y', ["source can't be a URL for COPY"]],
  ['FROM scratch\nCOPY $PATH /y', []],
  ['FROM scratch\nCOPY ${PATH:?} /y', []],
  ['FROM scratch\nCOPY --chmod=u=z x y', ['invalid syntax']],
  [
    'FROM scratch\nCOPY --chmod=9 x y',
    ["invalid chmod parameter: '9'. it should be octal string and between 0 and 07777"],
  ],
  ['FROM scratch\nCOPY --chmod=u=rwX,go-w x y', []],
  ['FROM scratch\nCOPY <<E /x\n${A?}\nE', ['failed to process "${A?}\\n": A: is not allowed to be unset']],
  ["FROM scratch\nCOPY <<'E' /x\n${A?}\nE", []],
  ['FROM scratch\nEXPOSE x', ['invalid containerPort: x']],
  ['FROM scratch\nEXPOSE 80/foo', ['invalid port: "80/foo": invalid proto: foo']],
  ['FROM scratch\nEXPOSE 80-70', ['invalid containerPort: 80-70']],
  ['FROM scratch\nARG P="80 81/udp"\nEXPOSE $P', []],
  ['FROM scratch\nSTOPSIGNAL x', ['invalid signal: x']],
  ['FROM scratch\nSTOPSIGNAL 0', ['invalid signal: 0']],
  ['FROM scratch\nSTOPSIGNAL rtmin+3', []],
  ['FROM scratch\nVOLUME $X', ['VOLUME specified can not be an empty string']],
  ['FROM scratch\nONBUILD COPY x', []],
  ['FROM scratch\nRUN --mount=type=secret,id=a,env=A x', []],
  ['FROM scratch\nRUN --mount=type=cache,\\"target=/a,b\\" x', []],
  [
    'FROM scratch\nRUN --mount=type=cache,target=/a\\"b x',
    ['failed to parse csv mounts: parse error on line 1, column 21: bare " in non-quoted-field'],
  ],
  ['FROM scratch\nRUN --mount=type=cache x', ['invalid mount target "/"']],
  ['FROM scratch\nRUN --mount=target=. x', ['invalid mount target "/"']],
  ['FROM unknown\nRUN --mount=target=/ x', ['invalid mount target "/"']],
  ['FROM unknown\nRUN --mount=type=cache x', []],
  ['FROM unknown\nWORKDIR /\nRUN --mount=type=cache x', ['invalid mount target "/"']],
  ['FROM scratch\nWORKDIR a\nRUN --mount=type=cache x', []],
  ['FROM scratch\nRUN --mount=type=secret,id=a,target=/ x', []],
  ['FROM scratch\nRUN --mount=from=0,target=/x y', []],
  [
    'FROM scratch AS scratch\nRUN --mount=type=cache,target=/x y',
    ['circular dependency detected on stage: scratch'],
  ],
  [
    'FROM scratch\nCOPY --from=Foo a b',
    [
      'failed to parse stage name "Foo": invalid reference format: repository name (library/Foo) must be lowercase',
    ],
  ],
  [
    'FROM scratch\nRUN --mount=type=tmpfs,from=Foo,target=/x y',
    [
      'failed to parse stage name "Foo": invalid reference format: repository name (library/Foo) must be lowercase',
    ],
  ],
  [
    'FROM scratch AS a\nFROM A',
    [
      'failed to parse stage name "A": invalid reference format: repository name (library/A) must be lowercase',
    ],
  ],
  ['FROM scratch\nCOPY --from= a b', []],
  ['FROM scratch\nEXPOSE from AS', ['invalid containerPort: AS']],
  [
    'FROM scratch\nENV A=${B\u{1F600}}',
    ['failed to process "${B\u{1F600}}": unsupported modifier (\u{1F600}) in substitution'],
  ],
  [
    'FROM scratch\nRUN --device=a/b=c x',
    ['device feature is only supported in Dockerfile frontend 1.14.0-labs or later'],
  ],
  ['# syntax=docker/dockerfile:1-labs\nFROM scratch\nRUN --device=a/b=c x', []],
])('%j is refused for %j', (text, expected) => {
  expect(refusals(text)).toEqual(expected);
});

test('the default of an ARG is not looked at where the build gives a value', () => {
  const text = 'ARG V=${X:?no}\nFROM a:$V';
  expect(refusals(text)).toEqual(['failed to process "${X:?no}": X: no']);
  expect(refusals(text, { target: { args: { V: '1' } } })).toEqual([]);
});

test('a default is looked at where it stands, before those that follow', () => {
  expect(refusals('ARG A=${B:?none}\nARG B=1\nFROM a:$A')).toEqual([
    'failed to process "${B:?none}": B: none',
  ]);
  expect(refusals('ARG B=1\nARG A=${B:?none}\nFROM a:$A')).toEqual([]);
  expect(refusals('ARG A=1 B=${C?no}\nFROM a', { target: { args: { A: '2' } } })).toHaveLength(1);
});

const stages =
  'FROM scratch AS a\nSTOPSIGNAL x\nFROM scratch AS b\nSTOPSIGNAL y\nFROM a AS c\nSTOPSIGNAL z\n';

test('with a target, only the stages that it needs are gone through', () => {
  expect(refusals(stages, { target: { target: 'c' } })).toEqual(['invalid signal: x', 'invalid signal: z']);
  expect(refusals(stages, { target: { target: 'B' } })).toEqual(['invalid signal: y']);
});

test('without one a check goes through all stages, and it is told where a build would not', () => {
  expect(problemsOf(stages).map(({ message }) => message)).toEqual([
    'The builder refuses this: invalid signal: x.',
    "BuildKit's check refuses this, and so does a build whose target needs this stage: invalid signal: y.",
    'The builder refuses this: invalid signal: z.',
  ]);
});

test('a stage that a named context stands in for is not built', () => {
  const contexts = { a: 'docker-image://ubuntu' };
  expect(refusals(stages, { target: { target: 'c', contexts } })).toEqual(['invalid signal: z']);
});

test('what the lines say, and whom a stage is based on, is looked at in all stages', () => {
  const text = 'FROM Foo AS a\nRUN --mount=from=$X x\nCOPY --from=9 a b\nEXPOSE\nFROM scratch AS b\n';
  expect(refusals(text, { target: { target: 'b' } })).toEqual([
    "'from' doesn't support variable expansion, define alias stage instead",
    'invalid stage index 9',
    'EXPOSE requires at least one argument',
    'failed to parse stage name "Foo": invalid reference format: repository name (library/Foo) must be lowercase',
  ]);
});

test('what holds for one platform is told of it', () => {
  const text = 'FROM scratch\nARG TARGETARCH\nSTOPSIGNAL ${TARGETARCH#amd}\n';
  expect(problemsOf(text, { platforms: ['linux/amd64', 'linux/arm64'] })).toMatchObject([
    { message: 'The builder refuses this: invalid signal: arm64.', platform: 'linux/arm64' },
  ]);
});

test('stages that take from each other are told at the first place of the round', () => {
  const text = 'FROM scratch AS a\nRUN x\nCOPY --from=b x /\nFROM scratch AS b\nCOPY --from=a x /\n';
  expect(problemsOf(text)).toMatchObject([
    {
      message: expect.stringContaining('circular dependency detected on stage: a') as string,
      range: { start: { line: 2 } },
    },
    { message: expect.stringContaining('cannot copy from stage "b"') as string },
  ]);
});

test('what ONBUILD has in wait is refused where it is needed, at the FROM', () => {
  const text = 'FROM scratch AS a\nONBUILD EXPOSE x\nONBUILD COPY a\nONBUILD COPY --from=5 a b\nONBUILD #\n';
  expect(refusals(text)).toEqual([]);
  expect(problemsOf(`${text}FROM a\n`).map(({ message, range }) => [message, range.start.line])).toEqual([
    ['The builder refuses this (ONBUILD of its base): invalid containerPort: x.', 5],
    [
      'The builder refuses this (ONBUILD of its base): COPY requires at least two arguments, but only one was provided. Destination could not be determined.',
      5,
    ],
    ['The builder refuses this (ONBUILD of its base): invalid stage index 5.', 5],
    ['The builder refuses this (ONBUILD of its base): file with no instructions.', 5],
  ]);
});

test('what a base image sets counts, where it is known', () => {
  const text = 'FROM base\nVOLUME $DIR\nSTOPSIGNAL $SIG\nEXPOSE $PORT\nRUN --mount=type=cache,target=. x\n';
  expect(refusals(text)).toEqual([]);
  expect(refusals(text, { baseImages: [plainBase('base')] })).toEqual([
    'VOLUME specified can not be an empty string',
    'invalid signal: ',
    'invalid mount target "/"',
  ]);
  const env = ['DIR=/data', 'SIG=foo', 'PORT=x'];
  expect(refusals(text, { baseImages: [plainBase('base', { env, workingDir: '/app' })] })).toEqual([
    'invalid signal: foo',
    'invalid containerPort: x',
  ]);
  expect(refusals('FROM base', { baseImages: [plainBase('base', { onbuild: ['EXPOSE x'] })] })).toEqual([
    'invalid containerPort: x',
  ]);
});
