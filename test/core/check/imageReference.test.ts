import { expect, test } from 'vitest';

import { parseImageReference } from '../../../src/core/check/imageReference.js';
import { codenameOfVersion, ubuntuVersionOf } from '../../../src/core/check/ubuntuSeries.js';

const digest = `sha256:${'0'.repeat(64)}`;

test.each([
  ['ubuntu', { repository: 'ubuntu' }],
  ['ubuntu:24.04', { repository: 'ubuntu', tag: '24.04' }],
  ['a/b/c:d', { repository: 'a/b/c', tag: 'd' }],
  ['docker.io/library/ubuntu:noble', { registry: 'docker.io', repository: 'library/ubuntu', tag: 'noble' }],
  ['localhost:5000/x', { registry: 'localhost:5000', repository: 'x' }],
  ['localhost/x', { registry: 'localhost', repository: 'x' }],
  [`ubuntu:noble@${digest}`, { repository: 'ubuntu', tag: 'noble', digest }],
  ['', undefined],
  ['Ubuntu', undefined],
  ['a//b', undefined],
  ['a:b:c', { repository: 'a', tag: 'b' }],
  ['a:.b', undefined],
])('%j is taken apart as %j', (text, expected) => {
  expect(parseImageReference(text)).toEqual(expected);
});

test.each([
  ['ubuntu:24.04', '24.04'],
  ['ubuntu:24.04.1', '24.04'],
  ['ubuntu:noble', '24.04'],
  ['ubuntu:noble-20240605', '24.04'],
  [`docker.io/library/ubuntu:noble@${digest}`, '24.04'],
  ['public.ecr.aws/ubuntu/ubuntu:24.04_stable', '24.04'],
  ['public.ecr.aws/lts/ubuntu:22.04_edge', '22.04'],
  ['mirror.example.com:5000/hub/library/ubuntu:jammy', '22.04'],
  ['ubuntu/nginx:1.24-24.04_edge', '24.04'],
  ['public.ecr.aws/ubuntu/python:3.12-24.04_stable', '24.04'],
  ['ubuntu/redis:7.0-22.04', '22.04'],
  ['eclipse-temurin:21-jre-noble', '24.04'],
  ['nvidia/cuda:12.4.1-runtime-ubuntu22.04', '22.04'],
  ['mcr.microsoft.com/devcontainers/base:ubuntu-22.04', '22.04'],
  ['x/y:ubuntu22.041', undefined],
  ['buildpack-deps:jammy-scm', '22.04'],
  ['ubuntu', undefined],
  ['ubuntu:latest', undefined],
  ['ubuntu:devel', undefined],
  ['ubuntu:rolling', undefined],
  [`ubuntu@${digest}`, undefined],
  ['debian:12', undefined],
  ['node:20.10', undefined],
  ['alpine:3.20-24.04', undefined],
  ['ubuntu/nginx:latest', undefined],
  ['ubuntu:constructor', undefined],
])('%s says it is Ubuntu %s', (text, expected) => {
  const image = parseImageReference(text);
  expect(image && ubuntuVersionOf(image)).toBe(expected);
});

test.each([
  ['24.04', 'noble'],
  ['99.04', undefined],
])('the codename of %s is %s', (version, expected) => {
  expect(codenameOfVersion(version)).toBe(expected);
});
