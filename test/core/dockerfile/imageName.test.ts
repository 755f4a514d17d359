import { expect, test } from 'vitest';

import { familiarName, isImageName, stageNameError } from '../../../src/core/dockerfile/imageName.js';

test.each([
  'ubuntu',
  'ubuntu:24.04',
  'team/tool_x',
  'Example.com/team/tool',
  'example.com:5000/tool',
  'localhost/tool',
  'UPPER/tool',
  '[::1]:5000/tool',
  `ubuntu@sha256:${'a'.repeat(64)}`,
  'a--b__c.d',
])('%s names an image', (text) => {
  expect(isImageName(text)).toBe(true);
});

test.each([
  '',
  ':',
  'ubuntu:',
  'Ubuntu',
  'ubuntu:-x',
  'team//tool',
  '/tool',
  'tool/',
  'a___b',
  'ubuntu@sha256:abc',
  '0123456789abcdef'.repeat(4),
  'host:port/tool',
  'a'.repeat(300),
])('%s names none', (text) => {
  expect(isImageName(text)).toBe(false);
});

test.each([
  ['docker.io/library/ubuntu:latest', 'ubuntu'],
  ['index.docker.io/ubuntu:24.04', 'ubuntu:24.04'],
  ['docker.io/team/tool', 'team/tool'],
  ['example.com/library/ubuntu', 'example.com/library/ubuntu'],
  ['Not A Name', 'Not A Name'],
])('%s is known as %s', (text, name) => {
  expect(familiarName(text)).toBe(name);
});

const hex = '0123456789abcdef'.repeat(4);

/** In the words of the builder of Docker 28.5. */
test.each([
  ['C:\\app<', 'invalid reference format: repository name (library/C) must be lowercase'],
  ['a/B:c', 'invalid reference format: repository name (a/B) must be lowercase'],
  [`Foo@sha256:${hex}`, 'invalid reference format: repository name (library/Foo@sha256) must be lowercase'],
  ['a:b:c', 'invalid reference format'],
  ['-a', 'invalid reference format'],
  [hex, `invalid repository name (${hex}), cannot specify 64-byte hexadecimal strings`],
  [`a@foo:${hex}`, 'unsupported digest algorithm'],
  [`a@sha256:${hex}${hex}`, 'invalid checksum digest length'],
  [`a@sha256:${hex.replace('a', 'A')}`, 'invalid checksum digest format'],
  ['a'.repeat(248), 'repository name must not be more than 255 characters'],
])('of %s the builder says why', (text, error) => {
  expect(stageNameError(text)).toBe(`failed to parse stage name ${JSON.stringify(text)}: ${error}`);
});
