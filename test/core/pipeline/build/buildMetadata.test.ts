import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { decodeBuildMetadata } from '../../../../src/core/pipeline/build/buildMetadata.js';

const fixtures = join(import.meta.dirname, '../../../fixtures/rawjson');

test.each([
  [
    'buildx-0.13.1.ok',
    { imageDigest: 'sha256:f81c9765f88829dc592d95ddaa5e27e9a58ea6e454357561a7eb892dd75189dc' },
  ],
  [
    'buildx-0.29.1.single',
    {
      imageDigest: 'sha256:0a4c65233a762899869871040e2ca7069177d00508974c2c2e52292581ddebc6',
      configDigest: 'sha256:0bec7a398c7a301b60277b872c058be146fdefd0b011a3c4b0ff5b398fa71d57',
    },
  ],
])('the metadata that %s wrote has its digests', (name, expected) => {
  const text = readFileSync(join(fixtures, `${name}.metadata.json`), 'utf8');
  expect(decodeBuildMetadata(text, 'greeting', '/m.json')).toEqual(expected);
});

test('a bake run has the metadata of each target under its name', () => {
  const digest = `sha256:${'1'.repeat(64)}`;
  const text = JSON.stringify({
    base: { 'containerimage.digest': `sha256:${'2'.repeat(64)}` },
    greeting: { 'containerimage.digest': digest },
  });
  expect(decodeBuildMetadata(text, 'greeting', '/m.json')).toEqual({ imageDigest: digest });
});

test.each(['{', '[]', '{"containerimage.digest": 3}', '{"containerimage.digest": "sha256:1"}'])(
  'metadata like %s is a problem',
  (text) => {
    expect(decodeBuildMetadata(text, 'greeting', '/m.json')).toMatchObject({
      code: 'metadata-unreadable',
      file: '/m.json',
    });
  },
);
