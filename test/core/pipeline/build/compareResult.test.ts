import { expect, test } from 'vitest';

import type { ImageReport } from '../../../../src/core/artifact/imageReport.js';
import type { Digest } from '../../../../src/core/base/digest.js';
import {
  compareConfigs,
  compareImages,
  compareRoots,
  findMissingPlatforms,
} from '../../../../src/core/pipeline/build/compareResult.js';
import type { BuildPlan } from '../../../../src/core/plan/buildPlan.js';
import { parsePlatform } from '../../../../src/core/platform/platform.js';

const arm64 = parsePlatform('arm64');
const amd64 = parsePlatform('amd64');

const image: ImageReport = {
  platform: 'linux/arm64',
  configDigest: digest('1'),
  layers: [
    { diffId: digest('2'), digest: digest('3'), sizeBytes: 5, layerId: 'x', source: '', file: 'x.tar.gz' },
  ],
  directory: '/out/arm64',
};

const plan: BuildPlan = {
  recipeName: 'greeting',
  platforms: [arm64],
  strategy: 'save',
  files: [],
  steps: [],
  archives: [{ path: '/w/arm64.tar', platforms: [arm64] }],
  metadataFiles: ['/w/arm64.json'],
};

test('an archive that holds what the builder says is no problem', () => {
  expect(compareRoots(digest('1'), [digest('0'), digest('1')], '/a.tar')).toEqual([]);
});

test('an archive that holds something else is a problem that names both', () => {
  expect(compareRoots(digest('1'), [digest('2')], '/a.tar')).toEqual([
    {
      code: 'digest-differs',
      message: `The builder says that it made ${digest('1')}, but the archive holds ${digest('2')}. Build again.`,
      file: '/a.tar',
    },
  ]);
});

test('a platform without an image is a problem', () => {
  expect(findMissingPlatforms([amd64, arm64], [image])).toMatchObject([
    { code: 'platform-missing', platform: 'linux/amd64' },
  ]);
});

test.each([
  ['another config than the builder says', digest('9'), ['digest-differs']],
  ['the config that the builder says', digest('1'), []],
])('an image with %s', (_name, configDigest, expected) => {
  const metadata = { byArchive: [{ configDigest }], problems: [] };
  expect(compareConfigs(plan, metadata, [image]).map(({ code }) => code)).toEqual(expected);
});

test.each([
  ['the same', image, []],
  ['another config', { ...image, configDigest: digest('9') }, ['artifacts-differ']],
  ['fewer layers', { ...image, layers: [] }, ['artifacts-differ']],
  ['another place', { ...image, directory: '/out/amd64' }, ['artifacts-differ']],
])('artifacts that read back as %s', (_name, read, expected) => {
  expect(compareImages([image], [read]).map(({ code }) => code)).toEqual(expected);
});

function digest(seed: string): Digest {
  return `sha256:${seed.repeat(64)}`;
}
