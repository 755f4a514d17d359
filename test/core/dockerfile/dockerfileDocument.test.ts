import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Range } from '../../../src/core/base/text.js';
import type { DockerfileDocument, Instruction } from '../../../src/core/dockerfile/dockerfileDocument.js';
import { firstLineOf, flagOf } from '../../../src/core/dockerfile/dockerfileDocument.js';
import type { JoinedText } from '../../../src/core/dockerfile/joinedText.js';
import { documentOffset } from '../../../src/core/dockerfile/joinedText.js';
import { offsetAt } from '../../../src/core/dockerfile/lineTable.js';
import { parseDockerfile } from '../../../src/core/dockerfile/parseDockerfile.js';
import { resolveDockerfile } from '../../../src/core/dockerfile/resolvedDockerfile.js';
import { brokenDockerfiles } from './brokenDockerfiles.js';

/** `KEYWORD[flags](words)` of every instruction, with the text that each word's range covers. */
function outline(text: string): readonly string[] {
  return parseDockerfile(text).instructions.map(({ keyword, flags, form, words }) => {
    const named = flags.map(({ name, value }) => `--${name}${value === undefined ? '' : `=${value}`}`);
    return [keyword, ...named, form === 'json' ? 'json' : '', ...words.map((word) => word.text)]
      .filter((part) => part !== '')
      .join('|');
  });
}

function covered(text: string, { start, end }: Range): string {
  const lines = text.split(/(?<=\n)/);
  const before = (line: number): number => lines.slice(0, line).join('').length;
  return text.slice(before(start.line) + start.character, before(end.line) + end.character);
}

test.each([
  ['FROM a\nRUN b c', ['FROM|a', 'RUN|b c']],
  ['from a as b', ['FROM|a|as|b']],
  ['FROM --platform=$BUILDPLATFORM a AS b', ['FROM|--platform=$BUILDPLATFORM|a|AS|b']],
  ['COPY --link --from=x  a b /c/', ['COPY|--link|--from=x|a|b|/c/']],
  ['COPY ["a b", "/c"]', ['COPY|json|a b|/c']],
  ['COPY ["a \\"q\\"", "\\u0062"]', ['COPY|json|a "q"|b']],
  ['COPY [a, b]', ['COPY|[a,|b]']],
  ['COPY "a b" e\\ f /x', ['COPY|"a|b"|e\\|f|/x']],
  ['ENV A="a b" C=\'c d\' E=e\\ f', ['ENV|A="a b"|C=\'c d\'|E=e\\ f']],
  ['RUN a \\\n  b \\\n# note\n\n  c\nRUN d', ['RUN|a   b   c', 'RUN|d']],
  ['RUN a \\  \r\n  b\r\nRUN c\r\n', ['RUN|a   b', 'RUN|c']],
  ['# escape=`\nFROM a\nCOPY a\\b `\n c\\', ['FROM|a', 'COPY|a\\b|c\\']],
  ['\uFEFFFROM a\nRUN b', ['FROM|a', 'RUN|b']],
  ['COPY <<A <<"B" /x/\nRUN no\nA\nCMD no\nB\nRUN yes', ['COPY|<<A|<<"B"|/x/', 'RUN|yes']],
  ['ADD <<-E /x\n\tRUN no\n\tE\nRUN yes', ['ADD|<<-E|/x', 'RUN|yes']],
  [
    'RUN --mount=type=cache,target=/x --network=none -- make',
    ['RUN|--mount=type=cache,target=/x|--network=none|make'],
  ],
  ['FROM', ['FROM']],
  ['', []],
  ['# only a comment', []],
])('%j is read as %j', (text, expected) => {
  expect(outline(text)).toEqual(expected);
});

test.each([
  ['COPY a\\\nb /c', ['a\\\nb', '/c']],
  ['COPY ["a b", "/c"]', ['"a b"', '"/c"']],
  ['COPY \\\r\n  --link one \\\r\n  two', ['one', 'two']],
  ['\uFEFFCOPY a b', ['a', 'b']],
])('the words of %j stand where their ranges say', (text, expected) => {
  const [instruction] = parseDockerfile(text).instructions;
  expect(instruction?.words.map((word) => covered(text, word.range))).toEqual(expected);
});

test('directives, comments, preamble and stages are told apart', () => {
  const text =
    '# syntax=docker/dockerfile:1\n# check=skip=all\n# a note\nARG V\nFROM a AS One\nRUN x\nFROM b\n';
  const document = parseDockerfile(text);
  expect({
    directives: document.directives.map(({ name, value }) => [name, value]),
    comments: document.comments.map((comment) => comment.text),
    preamble: document.preamble.map(({ keyword }) => keyword),
    stages: document.stages.map(({ index, name, base }) => [index, name, base?.text]),
  }).toEqual({
    directives: [
      ['syntax', 'docker/dockerfile:1'],
      ['check', 'skip=all'],
    ],
    comments: ['a note'],
    preamble: ['ARG'],
    stages: [
      [0, 'one', 'a'],
      [1, undefined, 'b'],
    ],
  });
});

test('the last of several flags of a name counts', () => {
  const [instruction] = parseDockerfile('COPY --from=a --from=b x y').instructions;
  expect(instruction && flagOf(instruction, 'from')?.value).toBe('b');
});

test('the first line ends before its line break', () => {
  expect(firstLineOf('FROM a\r\nRUN b').end).toEqual({ line: 0, character: 6 });
});

/** All ranges of an instruction but its own. */
function partsOf(instruction: Instruction): readonly Range[] {
  const { keywordRange, words, flags, assignments = [], heredocs, trigger } = instruction;
  return [
    keywordRange,
    ...[...words, ...flags, ...heredocs].map(({ range }) => range),
    ...assignments.flatMap(({ range, keyRange, valueRange = range }) => [range, keyRange, valueRange]),
    ...flags.flatMap(({ valueRange }) => (valueRange === undefined ? [] : [valueRange])),
    ...heredocs.map(({ contentRange }) => contentRange),
    ...(trigger === undefined ? [] : [trigger.range, ...partsOf(trigger)]),
  ];
}

test('whatever the text, ranges lie in it, nested and in order', () => {
  fc.assert(
    fc.property(brokenDockerfiles(), (text) => {
      const document = parseDockerfile(text);
      const offsets = ({ start, end }: Range): readonly [number, number] => [
        offsetAt(document.lines, start),
        offsetAt(document.lines, end),
      ];
      const isInside = (inner: Range, [from, to]: readonly [number, number]): boolean => {
        const [start, end] = offsets(inner);
        return from <= start && start <= end && end <= to && inner.start.character >= 0;
      };
      const { instructions, comments, directives, problems } = document;
      const strays = instructions.flatMap((instruction) =>
        partsOf(instruction).filter((part) => !isInside(part, offsets(instruction.range))),
      );
      expect(strays).toEqual([]);
      const outside = [...instructions, ...comments, ...directives, ...problems].filter(
        ({ range }) => !isInside(range, [0, text.length]),
      );
      expect(outside).toEqual([]);
      const ends = instructions.flatMap(({ range }) => offsets(range));
      expect(ends).toEqual(ends.toSorted((one, other) => one - other));
      const lines = instructions.flatMap(({ startLine, endLine }) => [startLine, endLine]);
      expect(lines).toEqual(lines.toSorted((one, other) => one - other));
    }),
    { numRuns: 800, seed: 20 },
  );
});

/** A joined text as its map finds it in the document. */
function read({ text, lines }: DockerfileDocument, joined: JoinedText): string {
  const units = Array.from({ length: joined.text.length }, (_unit, index) => index);
  return units.map((index) => text.charAt(documentOffset(lines, joined, index))).join('');
}

test('whatever the text, what runs is found in it character by character', () => {
  fc.assert(
    fc.property(brokenDockerfiles(), (text) => {
      const document = parseDockerfile(text);
      for (const { command, joined, original } of document.instructions) {
        expect(read(document, joined)).toBe(original);
        if (command?.kind === 'shell' && !command.joined.text.includes('\n')) {
          expect(read(document, command.joined)).toBe(command.joined.text);
        }
      }
    }),
    { numRuns: 500, seed: 21 },
  );
});

test('whatever the text, resolving it succeeds', () => {
  fc.assert(
    fc.property(brokenDockerfiles(), (text) => {
      const document = parseDockerfile(text);
      const { reachable } = resolveDockerfile(document, { buildArgs: { A: 'b' } });
      expect(reachable).toHaveLength(new Set(reachable).size);
      expect(document.problems.every(({ message }) => message !== '')).toBe(true);
    }),
    { numRuns: 500, seed: 22 },
  );
});
