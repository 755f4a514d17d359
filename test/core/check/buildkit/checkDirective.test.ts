import { expect, test } from 'vitest';

import {
  isSkipped,
  isTurnedOn,
  parseCheckOptions,
  readCheckDirectives,
} from '../../../../src/core/check/buildkit/checkDirective.js';
import type { CheckDirectives } from '../../../../src/core/check/buildkit/checkDirective.js';
import { parseDockerfile } from '../../../../src/core/dockerfile/parseDockerfile.js';

function read(text: string, args: Readonly<Record<string, string>> = {}): CheckDirectives {
  return readCheckDirectives(parseDockerfile(text), args);
}

const asked = ['StageNameCasing', 'JSONArgsRecommended', 'DL3008'];

function skipped(text: string, line?: number): readonly string[] {
  const directives = read(text);
  return asked.filter((rule) => isSkipped(directives, rule, line));
}

test('names are parted by commas, and their case counts', () => {
  expect(skipped('# check=skip=StageNameCasing,DL3008\nFROM a\n')).toEqual(['StageNameCasing', 'DL3008']);
  expect(skipped('# check=skip=stagenamecasing\nFROM a\n')).toEqual([]);
});

test('all is every rule when it stands alone', () => {
  expect(skipped('# check=skip=all\nFROM a\n')).toEqual(asked);
  expect(skipped('# check=skip=all,DL3008\nFROM a\n')).toEqual(['DL3008']);
});

test.each([
  ['behind a comment', '# words\n# check=skip=DL3008\nFROM a\n'],
  ['behind a blank line', '\n# check=skip=DL3008\nFROM a\n'],
  ['indented', ' # check=skip=DL3008\nFROM a\n'],
])('a directive %s is none for the file', (_where, text) => {
  expect(skipped(text)).toEqual([]);
});

test.each([
  ['behind the other directives', '# syntax=docker/dockerfile:1\n# escape=`\n# check=skip=DL3008\nFROM a\n'],
  ['behind a #! line', '#!/bin/docker\n# check=skip=DL3008\nFROM a\n'],
  ['behind a byte order mark', '\uFEFF# check=skip=DL3008\nFROM a\n'],
  ['with carriage returns', '# check=skip=DL3008\r\nFROM a\r\n'],
  ['in upper case', '# CHECK=skip=DL3008\nFROM a\n'],
  ['with blanks around its name', '#  check = skip=DL3008\nFROM a\n'],
])('a directive %s counts', (_where, text) => {
  expect(skipped(text)).toEqual(['DL3008']);
});

test('a value ends at its first space', () => {
  expect(skipped('# check=skip=StageNameCasing, DL3008\nFROM a\n')).toEqual(['StageNameCasing']);
});

test('the build argument takes the place of the directive, an empty one too', () => {
  const text = '# check=skip=DL3008;error=true\nFROM a\n';
  const given = read(text, { BUILDKIT_DOCKERFILE_CHECK: 'skip=StageNameCasing' });
  const emptied = read(text, { BUILDKIT_DOCKERFILE_CHECK: '' });

  expect([...given.file.skip]).toEqual(['StageNameCasing']);
  expect(given.file.isError).toBe(false);
  expect([...emptied.file.skip]).toEqual([]);
});

test.each([
  ['skip=A;error=true;experimental=B', { isError: true }],
  ['error=T', { isError: true }],
  ['error=0', { isError: false }],
  ['', { isError: false, skipsAll: false }],
  ['experimental=all', { experimentalAll: true }],
])('%s is understood', (text, options) => {
  expect(parseCheckOptions(text)).toMatchObject({ options });
});

test.each([
  ['skip', 'invalid check option "skip"'],
  ['ignore=A', 'invalid check option "ignore"'],
  ['skip=A;', 'invalid check option ""'],
  ['error=maybe', 'error=maybe is neither true nor false'],
])('%s is refused', (text, message) => {
  expect(parseCheckOptions(text)).toEqual({ message });
});

test('what is behind a second semicolon belongs to the third part', () => {
  const outcome = parseCheckOptions('skip=A;error=false;experimental=B;skip=C');
  expect('options' in outcome && [...outcome.options.experimental]).toEqual(['B;skip=C']);
});

test('a directive that is refused is a problem with a place, and skips nothing', () => {
  const { problems, file } = read('# syntax=a\n# check=nonsense\nFROM a\n');
  expect(problems).toEqual([
    {
      message: 'This check directive is not understood: invalid check option "nonsense".',
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 16 } },
    },
  ]);
  expect(file.skip.size).toBe(0);
});

test('a build argument that is refused is a problem without a place', () => {
  const { problems } = read('FROM a\n', { BUILDKIT_DOCKERFILE_CHECK: 'x' });
  expect(problems).toEqual([
    { message: 'The build argument BUILDKIT_DOCKERFILE_CHECK is not understood: invalid check option "x".' },
  ]);
});

test('a comment above an instruction counts for that instruction', () => {
  const text = 'FROM a\n# why\n# check=skip=DL3008 because\nRUN b\nRUN c\n';
  expect(skipped(text, 3)).toEqual(['DL3008']);
  expect(skipped(text, 4)).toEqual([]);
});

test('an empty comment parts a comment from the instruction', () => {
  expect(skipped('FROM a\n# check=skip=DL3008\n#\nRUN b\n', 3)).toEqual([]);
});

test('of two comments above an instruction the first counts', () => {
  const text = 'FROM a\n# check=skip=DL3008\n# check=skip=StageNameCasing\nRUN b\n';
  expect(skipped(text, 3)).toEqual(['DL3008']);
});

test('a comment that makes no sense says nothing and is no problem', () => {
  const directives = read('FROM a\n# check=nonsense\nRUN b\n');
  expect(directives.problems).toEqual([]);
  expect(directives.instructions.size).toBe(0);
});

test('experimental names rules to turn on', () => {
  const directives = read('# check=experimental=One\nFROM a\n# check=experimental=all\nRUN b\n');
  expect([isTurnedOn(directives, 'One'), isTurnedOn(directives, 'Two')]).toEqual([true, false]);
  expect(isTurnedOn(directives, 'Two', 3)).toBe(true);
});
