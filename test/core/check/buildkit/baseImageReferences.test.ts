import { expect, test } from 'vitest';

import { baseImageReferences } from '../../../../src/core/check/buildkit/baseImageReferences.js';
import type { BaseImageReference } from '../../../../src/core/check/buildkit/baseImageReferences.js';
import { readDockerfile } from '../../../../src/core/check/readDockerfile.js';
import { sample } from '../sampleSubject.js';
import type { Differences } from '../sampleSubject.js';

function references(text: string, differences: Differences = {}): readonly BaseImageReference[] {
  const { recipe, subject } = sample({ ...differences, text });
  return baseImageReferences({ recipe, subject, ...readDockerfile(recipe, text) });
}

test('each image is told once for each platform, stages and scratch are none', () => {
  const text = 'ARG V=24.04\nFROM ubuntu:$V AS one\nFROM scratch\nFROM one\nFROM ubuntu:24.04\n';
  expect(references(text, { platforms: ['linux/amd64', 'linux/arm64'] })).toEqual([
    { reference: 'ubuntu:24.04', platform: 'linux/amd64' },
    { reference: 'ubuntu:24.04', platform: 'linux/arm64' },
  ]);
});

test('an image is asked for with the platform of its FROM', () => {
  expect(references('FROM --platform=linux/arm/v7 ubuntu\nFROM busybox\n')).toEqual([
    { reference: 'ubuntu', platform: 'linux/arm/v7' },
    { reference: 'busybox' },
  ]);
});

test('a named context is asked about in the place of what it replaces', () => {
  const contexts = { ubuntu: 'docker-image://mirror/ubuntu', files: './x' };
  expect(references('FROM ubuntu\nFROM files\n', { target: { contexts } })).toEqual([
    { reference: 'mirror/ubuntu' },
  ]);
});
