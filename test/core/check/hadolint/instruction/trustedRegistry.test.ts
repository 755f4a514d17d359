import { describe, expect, it } from 'vitest';

import { linesOf, remarksOf, wordsOf } from '../hadolintSample.js';

const trusting = (...registries: readonly string[]): string =>
  JSON.stringify({ trustedRegistries: registries });

describe('DL3026, an image from elsewhere', () => {
  it.each([
    ['anything when nothing is configured', [], 'FROM evil.example.com/x:1', []],
    ['a registry that is not named', ['good.io'], 'FROM evil.io/x:1', [1]],
    ['a registry that is named', ['good.io'], 'FROM good.io/x:1', []],
    ['a registry that is named with its port', ['good.io:5000'], 'FROM good.io:5000/x:1', []],
    ['a registry with another port', ['good.io:5000'], 'FROM good.io/x:1', [1]],
    ['a registry that is a part of a named one', ['sub.good.io'], 'FROM good.io/x:1', [1]],
    ['a subdomain, with a star', ['*.good.io'], 'FROM eu.good.io/x:1', []],
    ['the domain itself, with a star for the subdomain', ['*.good.io'], 'FROM good.io/x:1', [1]],
    ['a registry with a star behind', ['good.*'], 'FROM good.example/x:1', []],
    ['any registry, with a star alone', ['*'], 'FROM evil.io/x:1', []],
    ['Docker Hub by no name when it is not named', ['good.io'], 'FROM ubuntu:24.04', [1]],
    ['Docker Hub by no name', ['docker.io'], 'FROM ubuntu:24.04', []],
    ['Docker Hub by its other name', ['hub.docker.com'], 'FROM team/ubuntu:24.04', []],
    ['Docker Hub by name', ['docker.io'], 'FROM docker.io/library/ubuntu:24.04', []],
    ['this computer', ['docker.io'], 'FROM localhost:5000/ubuntu:24.04', [1]],
    ['this computer, named', ['localhost:5000'], 'FROM localhost:5000/ubuntu:24.04', []],
    ['scratch', ['good.io'], 'FROM scratch', []],
    ['an earlier stage', ['good.io'], 'FROM good.io/x:1 AS base\nFROM base', []],
    ['an earlier stage from elsewhere', ['good.io'], 'FROM evil.io/x:1 AS base\nFROM base', [1]],
    ['COPY --from an image', ['good.io'], 'FROM good.io/x:1\nCOPY --from=evil.io/y:1 /a /a', [2]],
    ['COPY --from an allowed image', ['good.io'], 'FROM good.io/x:1\nCOPY --from=good.io/y:1 /a /a', []],
    ['COPY --from a stage', ['good.io'], 'FROM good.io/x:1 AS b\nFROM scratch\nCOPY --from=b /a /a', []],
    ['COPY --from a number', ['good.io'], 'FROM good.io/x:1\nFROM scratch\nCOPY --from=0 /a /a', []],
    ['COPY without --from', ['good.io'], 'FROM scratch\nCOPY a /a', []],
    ['a bind mount', ['good.io'], 'FROM scratch\nRUN --mount=type=bind,from=evil.io/x,target=/x ls', [2]],
    ['a bind mount by default', ['good.io'], 'FROM scratch\nRUN --mount=from=evil.io/x,target=/x ls', [2]],
    ['a cache mount', ['good.io'], 'FROM scratch\nRUN --mount=type=cache,from=evil.io/x,target=/x ls', [2]],
    ['a mount from a stage', ['good.io'], 'FROM good.io/x:1 AS b\nRUN --mount=from=b,target=/x ls', []],
    ['a mount from the context', ['good.io'], 'FROM scratch\nRUN --mount=target=/x ls', []],
    ['a secret mount', ['good.io'], 'FROM scratch\nRUN --mount=type=secret,id=x ls', []],
  ])('%s', (_, registries, text, lines) => {
    expect(linesOf('DL3026', text, trusting(...registries))).toEqual(lines);
  });

  it('takes one registry instead of a list', () => {
    expect(linesOf('DL3026', 'FROM evil.io/x:1', 'trustedRegistries: good.io')).toEqual([1]);
  });

  it('lets named contexts of the recipe be', () => {
    const target = { contexts: { Tools: 'docker-image://evil.io/x' } };
    expect(remarksOf('DL3026', 'FROM tools', trusting('good.io'), { target })).toEqual([]);
  });

  it('points at what is named', () => {
    const text = 'FROM evil.io/x:1 AS b\nCOPY --from=evil.io/y:1 /a /a';
    expect(wordsOf('DL3026', text, trusting('good.io'))).toEqual(['evil.io/x:1', '--from=evil.io/y:1']);
  });
});
