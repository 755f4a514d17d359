import { describe, expect, it, test } from 'vitest';

import { silenceEdits } from '../../../../src/core/check/silence/silenceEdits.js';
import type { SilencePlace } from '../../../../src/core/check/silence/silenceEdits.js';
import { parseDockerfile } from '../../../../src/core/dockerfile/parseDockerfile.js';
import { applyEdits } from '../../../../src/core/finding/applyEdits.js';
import type { Finding } from '../../../../src/core/finding/finding.js';

/** The text with a rule silenced that is found on a line; undefined when nothing is offered. */
function silenced(
  text: string,
  [rule, line, where, reason]: readonly [string, number, SilencePlace, (string | undefined)?],
  extra: Partial<Finding> = {},
): string | undefined {
  const range = { start: { line, character: 0 }, end: { line, character: 3 } };
  const finding: Finding = {
    rule,
    severity: 'info',
    message: '',
    file: '/a/D',
    range,
    instructionLine: line,
    fixes: [],
    ...extra,
  };
  const edits = silenceEdits(parseDockerfile(text), finding, where, reason)?.edits;
  return edits === undefined ? undefined : applyEdits(text, edits);
}

describe('the one directive of a file', () => {
  it.each([
    ['FROM a\n', '# check=skip=X\nFROM a\n'],
    ['# syntax=a/b\n# escape=`\nFROM a\n', '# syntax=a/b\n# escape=`\n# check=skip=X\nFROM a\n'],
    ['# words\nFROM a\n', '# check=skip=X\n# words\nFROM a\n'],
    ['\uFEFFFROM a\r\nRUN b\r\n', '\uFEFF# check=skip=X\r\nFROM a\r\nRUN b\r\n'],
    [
      '#!/usr/bin/env docker\n# escape=`\nFROM a\n',
      '#!/usr/bin/env docker\n# escape=`\n# check=skip=X\nFROM a\n',
    ],
    ['# check=skip=A\nFROM a\n', '# check=skip=A,X\nFROM a\n'],
    ['#  CHECK = skip=A,B;error=true  \nFROM a\n', '#  CHECK = skip=A,B,X;error=true  \nFROM a\n'],
    [
      '# check=error=true;skip=A;experimental=B\nFROM a\n',
      '# check=error=true;skip=A,X;experimental=B\nFROM a\n',
    ],
    [
      '# check=error=true;experimental=all\n# escape=`\nFROM a',
      '# check=skip=X;error=true;experimental=all\n# escape=`\nFROM a',
    ],
    ['# check=skip=A behind a blank\nFROM a\n', '# check=skip=A,X behind a blank\nFROM a\n'],
    ['# escape=`', '# escape=`\n# check=skip=X\n'],
  ])('%j', (before, after) => {
    const found = silenced(before, ['StageNameCasing', 0, 'file']);
    expect(found).toBe(after.replaceAll('X', 'StageNameCasing'));
  });

  it.each([
    '# check=skip=all\nFROM a\n',
    '# check=nonsense\nFROM a\n',
    '# check=error=maybe;skip=A\nFROM a\n',
  ])('is left alone where it says all or nothing that is understood: %j', (text) => {
    expect(silenced(text, ['StageNameCasing', 1, 'file'])).toBeUndefined();
  });

  it('has its reason below all directives, on one line', () => {
    expect(
      silenced('# check=skip=A\n# escape=`\nFROM a\n', ['StageNameCasing', 2, 'file', ' old\n name ']),
    ).toBe('# check=skip=A,StageNameCasing\n# escape=`\n# StageNameCasing is skipped: old name\nFROM a\n');
  });
});

describe("BuildKit's comment above an instruction", () => {
  const is = (text: string, line: number, reason?: string): string | undefined =>
    silenced(text, ['LegacyKeyValueFormat', line, 'here', reason]);

  it.each(['1.21', '1.21.0', '1.22-labs', '1.30@sha256:0'])(
    'is written for docker/dockerfile:%s',
    (version) => {
      const top = `# syntax=docker/dockerfile:${version}\n`;
      expect(is(`${top}FROM a\n  ENV a b\n`, 2)).toBe(
        `${top}FROM a\n# check=skip=LegacyKeyValueFormat\n  ENV a b\n`,
      );
    },
  );

  it.each(['docker/dockerfile:1', 'docker/dockerfile:1.20', 'docker/dockerfile:1.2', 'own/dockerfile:1.21'])(
    'is not written for %s, which may not know it',
    (syntax) => {
      const text = `# syntax=${syntax}\n`;
      expect(is(`${text}FROM a\nENV a b\n`, 2)).toBe(
        `${text}# check=skip=LegacyKeyValueFormat\nFROM a\nENV a b\n`,
      );
    },
  );

  it('is added to, keeps its distance from the directives, and leaves pragmas and descriptions next to it', () => {
    const top = '# syntax=docker/dockerfile:1.21\n';
    expect(is(`${top}ENV a b\n`, 1)).toBe(`${top}\n# check=skip=LegacyKeyValueFormat\nENV a b\n`);
    expect(is(`${top}FROM a\n# check=skip=A;error=true\n# hadolint ignore=B\nENV a b\n`, 4, 'so')).toBe(
      `${top}FROM a\n# LegacyKeyValueFormat is skipped: so\n# check=skip=A,LegacyKeyValueFormat;error=true\n# hadolint ignore=B\nENV a b\n`,
    );
    expect(is(`${top}FROM a\n# words\nENV a b\n`, 3)).toBe(
      `${top}FROM a\n# check=skip=LegacyKeyValueFormat\n# words\nENV a b\n`,
    );
  });

  it('stands above the instruction that makes another one void', () => {
    const text = '# syntax=docker/dockerfile:1.21\nFROM a\nCMD a\nCMD b\n';
    const place = {
      file: '/a/D',
      range: { start: { line: 3, character: 0 }, end: { line: 3, character: 3 } },
      message: '',
    };
    expect(silenced(text, ['MultipleInstructionsDisallowed', 2, 'here'], { related: [place] })).toBe(
      text.replace('CMD b', '# check=skip=MultipleInstructionsDisallowed\nCMD b'),
    );
  });
});

describe("hadolint's pragma", () => {
  it.each([
    ['FROM a\nRUN b\n', undefined, 'FROM a\n# hadolint ignore=DL3008\nRUN b\n'],
    ['FROM a\n# words\nRUN b\n', 'no need', 'FROM a\n# words\n# hadolint ignore=DL3008 # no need\nRUN b\n'],
    ['FROM a\n# hadolint ignore=A\nRUN b', undefined, 'FROM a\n# hadolint ignore=A,DL3008\nRUN b'],
    [
      'FROM a\n#hadolint  ignore = A , B  # c\nRUN b',
      'd',
      'FROM a\n#hadolint  ignore = A , B,DL3008  # c; DL3008: d\nRUN b',
    ],
    ['FROM a\n# hadolint ignore=A\t\nRUN b', 'd', 'FROM a\n# hadolint ignore=A,DL3008 # d\t\nRUN b'],
    [
      'FROM a\n# hadolint ignore=A\n\nRUN b',
      undefined,
      'FROM a\n# hadolint ignore=A\n\n# hadolint ignore=DL3008\nRUN b',
    ],
    [
      'FROM a\n# hadolint ignore=A;B\nRUN b',
      undefined,
      'FROM a\n# hadolint ignore=A;B\n# hadolint ignore=DL3008\nRUN b',
    ],
    [
      'FROM a\r\n# hadolint shell=sh\r\nRUN b',
      undefined,
      'FROM a\r\n# hadolint shell=sh\r\n# hadolint ignore=DL3008\r\nRUN b',
    ],
  ])('stands right above the instruction: %j', (before, reason, after) => {
    const line = parseDockerfile(before).instructions[1]?.startLine ?? 0;
    expect(silenced(before, ['DL3008', line, 'here', reason])).toBe(after);
  });

  it.each([
    ['# escape=`\n# words\nFROM a\n', '# escape=`\n# hadolint global ignore=DL3008\n# words\nFROM a\n'],
    ['# hadolint global ignore=A # b\nFROM a\n', '# hadolint global ignore=A,DL3008 # b\nFROM a\n'],
    ['FROM a', '# hadolint global ignore=DL3008\nFROM a'],
  ])('for a file stands below its directives: %j', (before, after) => {
    expect(silenced(before, ['DL3008', 0, 'file'])).toBe(after);
  });
});

test('what is no rule, an error of syntax or about the recipe as such is not silenced', () => {
  const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  expect(silenced('FROM a\n', ['Nonsense', 0, 'file'])).toBeUndefined();
  expect(silenced('FROM a\nX\n', ['DockerfileUnknownInstruction', 1, 'file'])).toBeUndefined();
  expect(silenced('FROM a\n', ['LaunchpadBranchName', 0, 'file'], { range: nowhere })).toBeUndefined();
  expect(silenced('FROM a\n', ['SC2086', 0, 'here'])).toBe('# hadolint ignore=SC2086\nFROM a\n');
});
