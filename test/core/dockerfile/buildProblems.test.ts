import { expect, test } from 'vitest';

import { parseDockerfile } from '../../../src/core/dockerfile/parseDockerfile.js';
import { resolveDockerfile } from '../../../src/core/dockerfile/resolvedDockerfile.js';

function refusals(text: string, buildArgs: Readonly<Record<string, string>> = {}): readonly string[] {
  const document = parseDockerfile(text);
  const { problems } = resolveDockerfile(document, { buildArgs });
  return [...document.problems, ...problems].map(({ message }) => message);
}

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
  expect(refusals(text, { V: '1' })).toEqual([]);
});
