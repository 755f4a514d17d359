import { expect, test } from 'vitest';

import { dockerfilePath } from '../../../src/core/pipeline/dockerfilePath.js';
import { lonelyRecipe } from './lonelyRecipe.js';

const recipe = lonelyRecipe('/work', []);

test.each([
  ['a Dockerfile in the context', {}, '/work/Dockerfile'],
  [
    'a Dockerfile of another name, relative to the context',
    { context: 'app', dockerfile: '../web.Dockerfile' },
    '/work/web.Dockerfile',
  ],
  ['an inline Dockerfile', { dockerfileInline: 'FROM scratch' }, undefined],
  ['a remote context', { context: 'https://example.com/app.git' }, undefined],
  ['the context of another target', { context: 'target:base' }, undefined],
])('%s is found', (_name, changes, expected) => {
  expect(dockerfilePath({ ...recipe, target: { ...recipe.target, ...changes } })).toBe(expected);
});
