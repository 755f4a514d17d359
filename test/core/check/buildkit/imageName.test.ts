import { expect, test } from 'vitest';

import { familiarName, isImageName } from '../../../../src/core/check/buildkit/imageName.js';

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
