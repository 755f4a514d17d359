import { expect, test } from 'vitest';

import { baseOfStep } from '../../../src/core/build/baseOfStep.js';

const digest = `sha256:${'1'.repeat(64)}`;

test.each([
  ['[linux/amd64 1/3] FROM docker.io/library/ubuntu:24.04@', 'docker.io/library/ubuntu'],
  ['[tools 1/3] FROM localhost:5000/team/base:1@', 'localhost:5000/team/base'],
  ['[app linux/arm64 final 1/2] FROM localhost:5000/base@', 'localhost:5000/base'],
  ['[1/2] FROM base@', 'base'],
])('%s… names its base', (step, repository) => {
  expect(baseOfStep(`${step}${digest}`)).toEqual({ repository, reference: `${repository}@${digest}` });
});

test.each([
  '[1/2] FROM docker.io/library/ubuntu:24.04',
  '[1/2] FROM oci-layout://base@',
  '[1/2] FROM scratch',
  '[2/2] RUN echo FROM docker.io/library/ubuntu@',
  '[internal] load metadata for docker.io/library/ubuntu@',
  '[1/2] FROM --help@',
])('%s names none', (step) => {
  expect(baseOfStep(step.endsWith('@') ? `${step}${digest}` : step)).toBeUndefined();
});
