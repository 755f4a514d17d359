import { expect, test } from 'vitest';
import { parseStepName, withPlatform } from '../../../src/core/build/stepName.js';

test.each([
  ['[linux/arm64 build 3/4] RUN make', { platform: 'linux/arm64', stage: 'build 3/4', name: 'RUN make' }],
  ['[linux/amd64 2/4] COPY . .', { platform: 'linux/amd64', stage: '2/4', name: 'COPY . .' }],
  ['[linux/arm/v7 build  3/12] RUN a', { platform: 'linux/arm/v7', stage: 'build 3/12', name: 'RUN a' }],
  ['[linux/amd64->arm64 build 1/2] RUN a', { platform: 'linux/arm64', stage: 'build 1/2', name: 'RUN a' }],
  ['[linux/amd64->arm/v7 build 1/2] RUN a', { platform: 'linux/arm/v7', stage: 'build 1/2', name: 'RUN a' }],
  ['[linux/amd64->windows/amd64 1/2] RUN a', { platform: 'windows/amd64', stage: '1/2', name: 'RUN a' }],
  ['[app linux/arm64 build 1/2] RUN a', { platform: 'linux/arm64', stage: 'app build 1/2', name: 'RUN a' }],
  ['[build 3/4] RUN echo [x]', { stage: 'build 3/4', name: 'RUN echo [x]' }],
  ['[2/4] RUN <<EOF (set -e...)', { stage: '2/4', name: 'RUN <<EOF (set -e...)' }],
  ['[internal] load .dockerignore', { name: '[internal] load .dockerignore' }],
  ['[linux/arm64 internal] load x', { platform: 'linux/arm64', name: '[internal] load x' }],
  ['[app linux/arm64 internal] load x', { platform: 'linux/arm64', name: '[app internal] load x' }],
  ['[context team/app] load x', { name: '[context team/app] load x' }],
  ['[auth] library/ubuntu:pull token', { name: '[auth] library/ubuntu:pull token' }],
  ['exporting to oci image format', { name: 'exporting to oci image format' }],
  ['', { name: '' }],
])('the name %s is read', (text, expected) => {
  expect(parseStepName(text)).toEqual(expected);
});

test.each([
  ['[build 3/4] RUN make', '[linux/arm64 build 3/4] RUN make'],
  ['[linux/amd64 build 3/4] RUN make', '[linux/amd64 build 3/4] RUN make'],
  ['[internal] load build context', '[internal] load build context'],
  ['[internal] load metadata for a:1', '[linux/arm64 internal] load metadata for a:1'],
  ['[app internal] load metadata for a:1', '[app linux/arm64 internal] load metadata for a:1'],
])('the name %s with its platform is %s', (text, expected) => {
  expect(withPlatform(text, 'linux/arm64')).toBe(expected);
});
