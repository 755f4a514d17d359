import { describe, expect, it } from 'vitest';

import { linesOf, remarksOf, wordsOf } from '../hadolintSample.js';

describe('DL3006, a base image without a tag', () => {
  it.each([
    ['a name alone', 'FROM ubuntu', 'ubuntu'],
    ['a name with a path', 'FROM library/ubuntu', 'library/ubuntu'],
    ['a name with a registry', 'FROM docker.io/library/ubuntu', 'docker.io/library/ubuntu'],
    ['a registry with a port', 'FROM registry.example.com:5000/ubuntu', 'registry.example.com:5000/ubuntu'],
    ['a registry on this computer', 'FROM localhost:5000/ubuntu', 'localhost:5000/ubuntu'],
    ['a platform before it', 'FROM --platform=linux/arm64 ubuntu', 'ubuntu'],
    ['a name after it', 'FROM ubuntu AS base', 'ubuntu'],
    ['lower case', 'from ubuntu as base', 'ubuntu'],
    ['a variable inside', 'FROM ubuntu-$FLAVOUR', 'ubuntu-$FLAVOUR'],
    ['a name that is a stage further down', 'FROM later\nFROM ubuntu:24.04 AS later', 'later'],
    ['its own name', 'FROM base AS base', 'base'],
    ['a continued line', 'FROM \\\n  ubuntu \\\n  AS base', 'ubuntu'],
  ])('is found with %s', (_, text, word) => {
    expect(wordsOf('DL3006', text)).toEqual([word]);
  });

  it.each([
    ['a tag', 'FROM ubuntu:24.04'],
    ['the tag latest, which is another rule', 'FROM ubuntu:latest'],
    ['a digest', `FROM ubuntu@sha256:${'a'.repeat(64)}`],
    ['a tag and a digest', `FROM ubuntu:24.04@sha256:${'a'.repeat(64)}`],
    ['a tag with a registry', 'FROM registry.example.com:5000/team/ubuntu:24.04'],
    ['a tag from this computer', 'FROM localhost:5000/ubuntu:24.04'],
    ['scratch', 'FROM scratch'],
    ['a variable', 'FROM $BASE'],
    ['a variable in braces', 'ARG BASE=ubuntu\nFROM ${BASE}'],
    ['a variable with a default', 'FROM ${BASE:-ubuntu}'],
    ['a registry by variable', 'FROM ${REGISTRY}/ubuntu'],
    ['a tag by variable', 'FROM ubuntu:${VERSION}'],
    ['an earlier stage', 'FROM ubuntu:24.04 AS base\nFROM base'],
    ['an earlier stage in other case', 'FROM ubuntu:24.04 AS Base\nFROM base'],
    ['no image at all', 'FROM'],
    ['a comment', '# FROM ubuntu\nFROM ubuntu:24.04'],
  ])('is not found with %s', (_, text) => {
    expect(linesOf('DL3006', text)).toEqual([]);
  });

  it('is not found for a named context of the recipe', () => {
    const target = { contexts: { sources: '../sources' } };
    expect(remarksOf('DL3006', 'FROM sources', '', { target })).toEqual([]);
  });

  it('is found in each stage', () => {
    expect(linesOf('DL3006', 'FROM ubuntu AS a\nFROM a\nFROM debian\n')).toEqual([1, 3]);
  });
});

describe('DL3007, the tag latest', () => {
  it.each([
    ['FROM ubuntu:latest', [1]],
    ['FROM docker.io/library/ubuntu:latest AS x', [1]],
    ['FROM localhost:5000/ubuntu:latest', [1]],
    ['FROM ubuntu:24.04\nFROM ubuntu:latest', [2]],
    ['FROM ubuntu', []],
    ['FROM ubuntu:24.04', []],
    ['FROM ubuntu:latest-minimal', []],
    ['FROM latest', []],
    [`FROM ubuntu:latest@sha256:${'a'.repeat(64)}`, []],
    ['FROM ubuntu:${TAG:-latest}', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3007', text)).toEqual(lines);
  });
});

describe('DL3029, --platform', () => {
  it.each([
    ['FROM --platform=linux/amd64 ubuntu:24.04', [1]],
    ['FROM --platform=linux ubuntu:24.04', [1]],
    ['FROM --platform=$PLATFORM ubuntu:24.04', [1]],
    ['FROM ubuntu:24.04\nFROM --platform=windows/amd64 x:1', [2]],
    ['FROM ubuntu:24.04', []],
    ['FROM --platform=$BUILDPLATFORM ubuntu:24.04', []],
    ['FROM --platform=${BUILDPLATFORM} ubuntu:24.04', []],
    ['FROM --platform=$TARGETPLATFORM ubuntu:24.04', []],
    ['FROM --platform=${TARGETPLATFORM:-linux/amd64} ubuntu:24.04', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3029', text)).toEqual(lines);
  });

  it('points at the flag', () => {
    expect(wordsOf('DL3029', 'FROM --platform=linux/amd64 ubuntu:24.04')).toEqual(['--platform=linux/amd64']);
  });
});

describe('DL3065, the platform that is the default', () => {
  it.each([
    ['FROM --platform=$TARGETPLATFORM ubuntu:24.04', [1]],
    ['FROM --platform=${TARGETPLATFORM} ubuntu:24.04 AS x', [1]],
    ['FROM --platform=$BUILDPLATFORM ubuntu:24.04', []],
    ['FROM --platform=${TARGETPLATFORM:-linux/amd64} ubuntu:24.04', []],
    ['FROM --platform=linux/$TARGETARCH ubuntu:24.04', []],
    ['FROM ubuntu:24.04', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3065', text)).toEqual(lines);
  });
});
