import { expect, test } from 'vitest';

import { parseImageName, toTag } from '../../../../src/core/artifact/write/imageName.js';

test.each([
  ['app', 'app', 'latest', 'docker.io/library/app:latest'],
  ['app:1.0', 'app', '1.0', 'docker.io/library/app:1.0'],
  ['team/app:1.0', 'team/app', '1.0', 'docker.io/team/app:1.0'],
  ['localhost/app:1', 'localhost/app', '1', 'localhost/app:1'],
  ['localhost:5000/app', 'localhost:5000/app', 'latest', 'localhost:5000/app:latest'],
  ['ghcr.io/a/b-c__d.e:V_1', 'ghcr.io/a/b-c__d.e', 'V_1', 'ghcr.io/a/b-c__d.e:V_1'],
])('%s is a name', (text, repository, tag, full) => {
  expect(parseImageName(text)).toEqual({ repository, tag, full });
});

test.each([
  '',
  'App',
  'a:',
  'a:b:c',
  '/a',
  'a/',
  'a b',
  'a@sha256:00',
  '-a',
  'a..b',
  './a',
  '../a',
  `a:${'x'.repeat(129)}`,
])('"%s" is no name', (text) => {
  expect(parseImageName(text)).toBeUndefined();
  expect(() => toTag(text)).toThrow('no name of an image');
});

test('a name that is given is shortened as Docker shows it, and has a tag', () => {
  expect([toTag('docker.io/library/app:2'), toTag('app')]).toEqual(['app:2', 'app:latest']);
});
