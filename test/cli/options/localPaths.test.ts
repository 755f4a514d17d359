import { expect, test } from 'vitest';

import { resolveContext, resolveFields, resolveSsh } from '../../../src/cli/options/localPaths.js';

test.each([
  ['id=token,src=token.txt', 'id=token,src=/here/token.txt'],
  ['id=token,source=../token.txt', 'id=token,source=/token.txt'],
  ['id=token,src=/abs', 'id=token,src=/abs'],
  ['id=token,env=TOKEN', 'id=token,env=TOKEN'],
  ['token', 'token'],
  ['id=token,src=', 'id=token,src='],
  ['id=token,"src=a,b"', 'id=token,"src=a,b"'],
])('the secret %s is %s', (text, expected) => {
  expect(resolveFields(text, ['src', 'source'], '/here')).toBe(expected);
});

test.each([
  ['data', '/here/data'],
  ['../data', '/data'],
  ['/abs', '/abs'],
  ['docker-image://alpine:3', 'docker-image://alpine:3'],
  ['https://example.com/x.git', 'https://example.com/x.git'],
  ['git@example.com:x.git', 'git@example.com:x.git'],
  ['github.com/o/r', 'github.com/o/r'],
  ['target:base', 'target:base'],
  ['oci-layout://layout@sha256:12', 'oci-layout:///here/layout@sha256:12'],
  ['oci-layout://layout:tag', 'oci-layout:///here/layout:tag'],
  ['oci-layout:///abs/layout:tag@sha256:12', 'oci-layout:///abs/layout:tag@sha256:12'],
  ['oci-layout://layout', 'oci-layout:///here/layout'],
])('the context %s is %s', (value, expected) => {
  expect(resolveContext(value, '/here')).toBe(expected);
});

test.each([
  ['default', 'default'],
  ['default=agent.sock', 'default=/here/agent.sock'],
  ['keys=a,/b', 'keys=/here/a,/b'],
])('the agent %s is %s', (text, expected) => {
  expect(resolveSsh(text, '/here')).toBe(expected);
});
