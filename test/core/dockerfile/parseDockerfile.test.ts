import { expect, test } from 'vitest';

import type { Range } from '../../../src/core/base/text.js';
import type { Instruction } from '../../../src/core/dockerfile/dockerfileDocument.js';
import { documentOffset } from '../../../src/core/dockerfile/joinedText.js';
import { offsetAt } from '../../../src/core/dockerfile/lineTable.js';
import { parseDockerfile } from '../../../src/core/dockerfile/parseDockerfile.js';

function instructionOf(text: string): Instruction {
  const instruction = parseDockerfile(text).instructions.at(-1);
  if (instruction === undefined) {
    throw new Error(`no instruction in ${text}`);
  }
  return instruction;
}

function textAt(text: string, { start, end }: Range): string {
  const { lines } = parseDockerfile(text);
  return text.slice(offsetAt(lines, start), offsetAt(lines, end));
}

/** `line:"text of the range" message`. */
function problemsOf(text: string): readonly string[] {
  return parseDockerfile(text).problems.map(
    ({ message, range }) => `${range.start.line}:${JSON.stringify(textAt(text, range))} ${message}`,
  );
}

test.each([
  ['RUN a', 'RUN a', 0, 0],
  ['\n\n  RUN a  \n', 'RUN a  ', 2, 2],
  ['RUN a \\\n  b', 'RUN a   b', 0, 1],
  ['RUN a \\  \t\n# c\n\n  b', 'RUN a   b', 0, 3],
  ['RUN a \\\\\nRUN b', 'RUN b', 1, 1],
  ['RUN a \\', 'RUN a ', 0, 0],
  ['RUN a \\\n\n', 'RUN a ', 0, 1],
  ['\\\nRUN a', 'RUN a', 0, 1],
  ['R\\\nUN a', 'RUN a', 0, 1],
  ['RUN <<E\na\nE\n', 'RUN <<E', 0, 2],
  ['RUN a\rb', 'RUN a\rb', 0, 0],
  ['RUN a\\\r\r\nb', 'RUN ab', 0, 1],
  ['# escape=`\nRUN a `\nb\\', 'RUN a b\\', 1, 2],
  ['\u00a0RUN a', 'RUN a', 0, 0],
])('the lines of %j are %j from %i to %i', (text, original, startLine, endLine) => {
  expect(instructionOf(text)).toMatchObject({ original, startLine, endLine });
});

test.each([
  ['# a\n# b\nRUN x', ['a', 'b']],
  ['# a\n#\n# b\nRUN x', ['b']],
  ['# a\n\n# b\n\nRUN x', ['a', 'b']],
  ['# syntax=x\n# a\nRUN x', ['a']],
  ['# a\nFROM y\nRUN x', []],
  ['  # a\nRUN x', ['# a']],
  ['FROM y\nRUN x \\\n# a\ny', []],
])('the comments above the last instruction of %j are %j', (text, expected) => {
  expect(instructionOf(text).docComments.map((comment) => comment.text)).toEqual(expected);
});

test.each([
  ['# syntax=a\n#escape=`\n# CHECK = skip=all ', ['syntax=a', 'escape=`', 'check=skip=all'], '`'],
  ['\n# escape=`', [], '\\'],
  ['# note\n# escape=`', [], '\\'],
  ['# other=a\n# escape=`', [], '\\'],
  ['#!/bin/x\n# escape=`', [], '\\'],
  ['\uFEFF  #  Escape\t=\t`', ['escape=`'], '`'],
  ['RUN a\n# escape=`', [], '\\'],
])('the directives of %j are %j', (text, expected, escape) => {
  const document = parseDockerfile(text);
  expect(document.directives.map(({ name, value }) => `${name}=${value}`)).toEqual(expected);
  expect(document.escape).toBe(escape);
});

test('blank lines in a continuation are told with the line that BuildKit names', () => {
  const { emptyContinuations } = parseDockerfile('FROM a\nRUN b \\\n\n  c \\\n \n  <<E\nd\nE\nRUN e');
  expect(emptyContinuations.map(({ lines, reportedLine }) => ({ lines, reportedLine }))).toEqual([
    { lines: [2, 4], reportedLine: 5 },
  ]);
});

test.each([
  ['RUN <<E cat\na\nE', [['E', true, false, 0, 'a\n']]],
  ['RUN 3<<-"E"\n\ta\n\tE', [['E', false, true, 3, '\ta\n']]],
  [
    "COPY <<A <<B'' /x\nB\nA\nA\nB\n",
    [
      ['A', true, false, 0, 'B\n'],
      ['B', false, false, 0, 'A\n'],
    ],
  ],
  ['RUN << E\nE', [['E', true, false, 0, '']]],
  ["RUN <<'a b'\nx\r\na b\r\n", [['a b', false, false, 0, 'x\r\n']]],
  ['RUN <<$E\nx\n$E', [['$E', true, false, 0, 'x\n']]],
  ["RUN <<e\\'f\ne'f", [["e'f", true, false, 0, '']]],
  ['ONBUILD COPY <<E /x\na\nE', [['E', true, false, 0, 'a\n']]],
  ['RUN cat<<E', []],
  ['RUN "<<E"', []],
  ['RUN ["<<E"]', []],
  ['CMD <<E', []],
  ['RUN <<<E', []],
  ['RUN echo "open <<E', []],
])('the heredocs of %j are %j', (text, expected) => {
  expect(
    instructionOf(text).heredocs.map(({ name, expand, chomp, fileDescriptor, content }) => [
      name,
      expand,
      chomp,
      fileDescriptor,
      content,
    ]),
  ).toEqual(expected);
});

test.each([
  [
    'ENV a=b c="d e" f=',
    [
      ['a', 'b', false],
      ['c', '"d e"', false],
      ['f', '', false],
    ],
  ],
  ['ENV a b  c ', [['a', 'b  c', true]]],
  ['LABEL "a b"=c\\', [['"a b"', 'c', false]]],
  [
    'ARG a b=c',
    [
      ['a', undefined, false],
      ['b', 'c', false],
    ],
  ],
  ['ENV a="b \\\n  c"', [['a', '"b   c"', false]]],
])('the pairs of %j are %j', (text, expected) => {
  const { assignments = [] } = instructionOf(text);
  expect(assignments.map(({ key, value, isLegacy }) => [key, value, isLegacy])).toEqual(expected);
});

test.each([
  ['RUN --mount=type=cache,target=/x a \\\n  b', 'shell', 'a   b'],
  ['RUN <<E\n a\nE', 'shell', ' a\n'],
  ['RUN <<-E\n\t\ta\n\tb\nE', 'shell', 'a\nb\n'],
  ['RUN <<E\n#!/bin/x\nE', 'script', '#!/bin/x\n'],
  ['RUN <<E cat && \\\n c\nb\nE', 'shell', '<<E cat &&  c\nb\nE'],
  ['CMD ["a", "b c"]', 'exec', 'a b c'],
  ['HEALTHCHECK --interval=1s CMD a b', 'shell', 'a b'],
  ['HEALTHCHECK CMD ["a"]', 'exec', 'a'],
  ['SHELL ["a", "-c"]', 'exec', 'a -c'],
])('the command of %j is %s %j', (text, kind, expected) => {
  expect(instructionOf(text).command).toMatchObject({ kind, joined: { text: expected } });
});

test('every character of a command is found where it stands', () => {
  const text = 'FROM a\nRUN <<-E cat \\\n # note\n && x\n\tb\n\tE\nRUN <<-F\n\tone\n\t\ttwo\nF\n';
  const { lines, instructions } = parseDockerfile(text);
  for (const { joined } of instructions.flatMap(({ command }) => command ?? [])) {
    const found = Array.from(joined.text, (_unit, index) =>
      text.charAt(documentOffset(lines, joined, index)),
    );
    expect(found.join('')).toBe(joined.text);
  }
});

test.each([
  ['FROM a\nRUNN b', ['1:"RUNN" unknown instruction: RUNN (did you mean RUN?)']],
  ['FROM a\nexpos b', ['1:"expos" unknown instruction: expos (did you mean expose?)']],
  ['FROM a\nCOPY --form=b c d', ['1:"--form=b" unknown flag: --form (did you mean from?)']],
  ['FROM a\nCOPY --link --link c d', ['1:"--link" duplicate flag specified: --link']],
  ['FROM a\nCOPY --link=x c d', ['1:"--link=x" expecting boolean value for flag --link, not: x']],
  ['FROM a\nADD --checksum c d', ['1:"--checksum" missing a value on flag: --checksum']],
  ['FROM a\nENV a', ['1:"a" ENV must have two arguments']],
  ['FROM a\nENV a=b c', ['1:"c" Syntax error - can\'t find = in "c". Must be of the form: name=value']],
  ['FROM a\nENV =b', ['1:"=b" ENV names can not be blank']],
  [
    'FROM a\nRUN ["a", 1]',
    ['1:"[\\"a\\", 1]" when using JSON array syntax, arrays must be comprised of strings only'],
  ],
  ['FROM a\nRUN <<E\nb', ['1:"<<E" unterminated heredoc']],
  ['FROM a\nCOPY b <<E\nE', ['1:"<<E" COPY cannot accept a heredoc as a destination']],
  [
    'FROM a AS 1b',
    ['0:"1b" invalid name for build stage: "1b", name can\'t start with a number or contain symbols'],
  ],
  ['FROM a b', ['0:"b" FROM requires either one or three arguments']],
  ['FROM a\nHEALTHCHECK --interval=5 CMD b', ['1:"--interval=5" time: missing unit in duration "5"']],
  [
    'FROM a\nHEALTHCHECK --interval=5us CMD b',
    ['1:"--interval=5us" Interval "interval" cannot be less than 1ms'],
  ],
  ['FROM a\nHEALTHCHECK --retries=-1 CMD b', ['1:"--retries=-1" --retries cannot be negative (-1)']],
  ['FROM a\nHEALTHCHECK --interval=5 NONE', []],
  ['FROM a\nONBUILD ONBUILD RUN b', ['1:"ONBUILD" Chaining ONBUILD via `ONBUILD ONBUILD` isn\'t allowed']],
  ['FROM a\nONBUILD ENV b', ['1:"b" ENV must have two arguments']],
  ['FROM a\nRUN --network=x b', ['1:"--network=x" invalid network mode "x"']],
  ['FROM a\n\\', ['1:"" unknown instruction: ']],
  ['# escape=x\nFROM a', ['0:"x" invalid escape token \'x\' does not match ` or \\']],
  ['# check=a\n# Check=b\nFROM a', ['1:"Check" only one check parser directive can be used']],
  ['', ['0:"" the Dockerfile cannot be empty']],
  ['# a', ['0:"# a" file with no instructions']],
  ['# a\n# b\r\n', ['1:"# b" file with no instructions']],
  ['# a\r', ['0:"# a" file with no instructions']],
  ['ARG a', ['0:"ARG a" dockerfile contains no stages to build']],
  ['RUN a\nFROM b', ['0:"RUN a" no build stage in current context']],
])('%j is refused for %j', (text, expected) => {
  expect(problemsOf(text)).toEqual(expected);
});

test.each([
  [65_531, []],
  [65_532, ['dockerfile line greater than max allowed size of 65535']],
])('a RUN of %i characters is refused for %j', (length, expected) => {
  const { problems } = parseDockerfile(`FROM a\nRUN ${'x'.repeat(length)}\n`);
  expect(problems.map(({ message }) => message)).toEqual(expected);
});

test('the bytes of a line count, not its characters', () => {
  const { problems } = parseDockerfile(`FROM a\nRUN ${'é'.repeat(40_000)}\n`);
  expect(problems).toHaveLength(1);
});
