import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { DockerfileDocument } from '../../../src/core/dockerfile/dockerfileDocument.js';
import { parseDockerfile } from '../../../src/core/dockerfile/parseDockerfile.js';
import { brokenDockerfiles } from './brokenDockerfiles.js';

const typed = [
  ...['a', '', ' ', '\n', '\r', '\r\n', '\\\n', '#', '# b\n', '"', '\\', '`', '\t', '\uFEFF', '😀'],
  ...['RUN <<E\n', 'E\n', '<<E ', 'FROM a\n', '# escape=`\n', '# check=skip=all\n', 'x'.repeat(70_000)],
];

/** All but how it was read: whether the end of a text has ended an instruction, only a later text may tell. */
function contentOf({ readings, ...content }: DockerfileDocument): unknown {
  return { ...content, count: readings.length };
}

/** A text with a stretch of it replaced. */
function edit(text: string, at: number, [length, insert]: readonly [number, string]): string {
  const start = at % (text.length + 1);
  return text.slice(0, start) + insert + text.slice(start + length);
}

const edits = fc.array(
  fc.tuple(fc.nat({ max: 5000 }), fc.tuple(fc.constantFrom(0, 0, 1, 1, 3, 40), fc.constantFrom(...typed))),
  { minLength: 1, maxLength: 5 },
);

test('whatever is edited, a text is read as if nothing had been read before', () => {
  fc.assert(
    fc.property(brokenDockerfiles(), edits, (first, changes) => {
      let earlier = parseDockerfile(first);
      for (const [at, change] of changes) {
        const text = edit(earlier.text, at, change);
        const document = parseDockerfile(text, earlier);
        expect(contentOf(document)).toEqual(contentOf(parseDockerfile(text)));
        earlier = document;
      }
    }),
    { numRuns: 150, seed: 23 },
  );
});

test('the corpus is read the same, line by line, character by character', () => {
  const folder = path.resolve('test/corpus/dockerfiles');
  const texts = readdirSync(folder).map((name) =>
    readFileSync(path.join(folder, name, 'Dockerfile'), 'utf8'),
  );
  for (const [index, text] of texts.entries()) {
    let earlier = parseDockerfile('');
    for (let end = index % 7; end <= text.length; end += 1 + (index % 5)) {
      earlier = parseDockerfile(text.slice(0, end), earlier);
    }
    expect(contentOf(parseDockerfile(text, earlier))).toEqual(contentOf(parseDockerfile(text)));
  }
});

test('what stays the same at its place stays the same object', () => {
  const lines = ['FROM a', '# one', 'RUN b \\', '  && c', 'COPY <<E /d', 'text', 'E', '# two', 'RUN e'];
  const reread = (change: (lines: string[]) => readonly string[]): readonly number[] => {
    const earlier = parseDockerfile(lines.join('\n'));
    const { instructions } = parseDockerfile(change([...lines]).join('\n'), earlier);
    return instructions.flatMap((instruction, index) =>
      earlier.instructions.includes(instruction) ? [] : [index],
    );
  };
  const typeAt = (line: number, text: string) => (all: string[]) => all.with(line, text);
  expect(reread((all) => all)).toEqual([]);
  expect(reread(typeAt(0, 'FROM ab'))).toEqual([0]);
  expect(reread(typeAt(3, '  && cd'))).toEqual([1]);
  expect(reread(typeAt(5, 'texts'))).toEqual([2]);
  expect(reread(typeAt(7, '# other'))).toEqual([3]);
  expect(reread((all) => all.toSpliced(8, 0, 'RUN f'))).toEqual([3, 4]);
});

test('a stage with nothing changed in it stays the same object', () => {
  const lines = ['FROM a', 'RUN b', 'FROM c AS d', 'RUN e', '', 'FROM d', 'RUN f'];
  const remade = (change: (lines: string[]) => readonly string[]): readonly number[] => {
    const earlier = parseDockerfile(lines.join('\n'));
    const { stages } = parseDockerfile(change([...lines]).join('\n'), earlier);
    return stages.flatMap((stage, index) => (earlier.stages[index] === stage ? [] : [index]));
  };
  expect(remade((all) => all)).toEqual([]);
  expect(remade((all) => all.with(3, 'RUN ef'))).toEqual([1]);
  expect(remade((all) => all.with(2, 'FROM cd AS d'))).toEqual([1]);
  expect(remade((all) => all.with(4, 'USER g'))).toEqual([1]);
  expect(remade((all) => all.toSpliced(2, 1))).toEqual([0, 1]);
  expect(remade((all) => all.toSpliced(4, 1))).toEqual([2]);
});
