import { expect, test } from 'vitest';

import { parseDockerfile } from '../../../src/core/dockerfile/parseDockerfile.js';
import { matchLines } from '../../../src/editor/explorer/matchLines.js';

function linesOf(dockerfile: readonly string[], made: readonly (string | undefined)[]): readonly unknown[] {
  return matchLines(made, parseDockerfile(dockerfile.join('\n')).instructions);
}

test('layers of the base have no line, those above have that of their instruction', () => {
  const dockerfile = [
    'FROM ubuntu:24.04',
    'ENV A=1',
    'RUN --mount=type=cache,target=/x apt-get update && \\',
    '    apt-get install -y curl',
    'COPY --chown=1:1 page/ /srv/',
  ];
  const made = [
    'ADD file:1 in /',
    'RUN apt-get update &&     apt-get install -y curl',
    'COPY page/ /srv/',
    'RUN not there',
  ];
  expect(linesOf(dockerfile, made)).toEqual([undefined, 2, 4, undefined]);
});

test('of two equal instructions the later one made the later layer', () => {
  expect(
    linesOf(['FROM a', 'RUN make', 'COPY b /', 'RUN make'], ['RUN make', 'COPY b /', 'RUN make']),
  ).toEqual([1, 2, 3]);
});

test('variables of COPY and WORKDIR stand for their values, those of RUN for themselves', () => {
  const dockerfile = ['FROM a', 'ARG D=/srv', 'WORKDIR $D/web', 'COPY page ${D}/', 'RUN ls $D'];
  expect(linesOf(dockerfile, ['WORKDIR /srv/web', 'COPY page /srv/', 'RUN ls $D'])).toEqual([2, 3, 4]);
  expect(linesOf(dockerfile, ['RUN ls /srv'])).toEqual([undefined]);
});

test('a layer whose history says nothing has no line', () => {
  expect(linesOf(['FROM a', 'RUN make'], [undefined, ''])).toEqual([undefined, undefined]);
});
