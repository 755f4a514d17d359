import { describe, expect, it, test } from 'vitest';

import { applyEdits } from '../../../../src/core/finding/applyEdits.js';
import type { Fix } from '../../../../src/core/finding/finding.js';
import { findingsOf } from '../sampleSubject.js';
import { check } from './sampleFiles.js';

/** The fixes of a rule in a Dockerfile, each with the text that it makes. */
function fixed(rule: string, text: string): readonly (readonly [string, string | undefined])[] {
  return check({ text, args: {}, platforms: [] })
    .filter((finding) => finding.rule === rule)
    .flatMap(({ fixes }) => fixes)
    .filter((fix): fix is Extract<Fix, { kind: 'edit' }> => fix.kind === 'edit')
    .map((fix) => [fix.title, applyEdits(text, fix.edits)]);
}

describe('a fix writes what is meant', () => {
  it.each([
    [
      'StageNameCasing',
      'FROM a AS Build\nFROM Build\nCOPY --from=Build a b\nRUN --mount=type=bind,from=Build,target=/x c',
      'FROM a AS build\nFROM Build\nCOPY --from=build a b\nRUN --mount=type=bind,from=build,target=/x c',
    ],
    ['FromAsCasing', 'FROM a as b', 'FROM a AS b'],
    ['ConsistentInstructionCasing', 'FROM a\nRUN b\nFrom c as d', 'FROM a\nRUN b\nFROM c AS d'],
    ['NoEmptyContinuation', 'FROM a\nRUN b \\\n\n \t\n  c', 'FROM a\nRUN b \\\n  c'],
    ['LegacyKeyValueFormat', 'FROM a\nENV a b', 'FROM a\nENV a=b'],
    ['LegacyKeyValueFormat', 'FROM a\nENV a  b $PATH  c', 'FROM a\nENV a="b $PATH  c"'],
    ['LegacyKeyValueFormat', 'FROM a\nENV a "b c"', 'FROM a\nENV a="b c"'],
    ['LegacyKeyValueFormat', "FROM a\nENV a b 'c  d' \\$e", "FROM a\nENV a=b\\ 'c  d'\\ \\$e"],
    ['LegacyKeyValueFormat', 'FROM a\nLABEL a b \\\n  c', 'FROM a\nLABEL a="b \\\n  c"'],
    [
      'MaintainerDeprecated',
      'FROM a\nMAINTAINER "J" <j@x> $y',
      'FROM a\nLABEL org.opencontainers.image.authors="\\"J\\" <j@x> \\$y"',
    ],
    ['RedundantTargetPlatform', 'FROM --platform=$TARGETPLATFORM a', 'FROM a'],
    ['WorkdirRelativePath', 'FROM a\nWORKDIR ./app/x', 'FROM a\nWORKDIR /app/x'],
    ['ExposeProtoCasing', 'FROM a\nEXPOSE 80/TCP 81', 'FROM a\nEXPOSE 80/tcp 81'],
    ['ExposeInvalidFormat', 'FROM a\nEXPOSE 127.0.0.1:80:8080/udp', 'FROM a\nEXPOSE 8080/udp'],
    ['JSONArgsRecommended', 'FROM a\nCMD run "a b" -c', 'FROM a\nCMD ["run", "a b", "-c"]'],
    ['UndefinedArgInFrom', 'ARG VERSION=1\nFROM a:$VERSOIN', 'ARG VERSION=1\nFROM a:$VERSION'],
    [
      'DL3009',
      'FROM a\nRUN apt-get update \\\n    && apt-get install -y x',
      'FROM a\nRUN apt-get update \\\n    && apt-get install -y x \\\n    && rm -rf /var/lib/apt/lists/*',
    ],
    [
      'DL3015',
      'FROM a\nRUN apt-get install -y x',
      'FROM a\nRUN apt-get install --no-install-recommends -y x',
    ],
    ['DL3020', 'FROM a\nADD --chown=b c /d', 'FROM a\nCOPY --chown=b c /d'],
    ['DL3021', 'FROM a\nCOPY b c /d', 'FROM a\nCOPY b c /d/'],
    ['DL3027', 'FROM a\nRUN apt show x; apt install x', 'FROM a\nRUN apt-cache show x; apt-get install x'],
    ['DL3042', 'FROM a\nRUN pip install x==1', 'FROM a\nRUN pip install --no-cache-dir x==1'],
    [
      'DL4006',
      'FROM ubuntu:24.04\n# why\nRUN a | b',
      'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n# why\nRUN a | b',
    ],
  ])('%s: %j', (rule, before, after) => {
    expect(fixed(rule, before).map(([, text]) => text)).toEqual([after]);
  });
});

describe('nothing is offered where more than meant would change', () => {
  it.each([
    ['JSONArgsRecommended', 'FROM a\nCMD run $HOME'],
    ['JSONArgsRecommended', 'FROM a\nCMD cd /x && run'],
    ['JSONArgsRecommended', 'FROM a\nCMD A=1 run'],
    ['JSONArgsRecommended', 'FROM a\nCMD exec run'],
    ['MaintainerDeprecated', 'FROM a\nMAINTAINER b \\\n  c'],
    ['WorkdirRelativePath', 'FROM a\nWORKDIR ../x'],
    ['RedundantTargetPlatform', 'ARG TARGETPLATFORM=linux/s390x\nFROM --platform=$TARGETPLATFORM a'],
    ['DL3009', 'FROM a\nRUN apt-get update; true'],
    ['DL3009', 'FROM a\nRUN if x; then apt-get update; fi'],
    ['DL3020', 'FROM a\nADD --checksum=x b /c'],
    ['DL3020', 'FROM a\nADD b c'],
    ['DL3027', 'FROM a\nRUN apt list'],
    ['DL4006', 'FROM who/knows\nRUN a | b'],
    ['DL4006', 'FROM ubuntu:24.04\nSHELL ["/bin/sh", "-c"]\nRUN a | b'],
  ])('%s: %j', (rule, text) => {
    expect(check({ text, args: {}, platforms: [] }).map((finding) => finding.rule)).toContain(rule);
    expect(fixed(rule, text)).toEqual([]);
  });
});

test('a Dockerfile inside of a recipe file is not fixed, as its text is written there in another way', () => {
  const text = 'FROM a as b\n';
  const found = findingsOf({ text, target: { dockerfileInline: text } });
  expect(found.map(({ rule }) => rule)).toContain('FromAsCasing');
  expect(found.flatMap(({ fixes }) => fixes)).toEqual([]);
});
