import { expect, test } from 'vitest';

import { groupImages } from '../../../../src/core/artifact/write/imageGroup.js';
import type { SourcedImage } from '../../../../src/core/artifact/write/imageGroup.js';
import type { Digest } from '../../../../src/core/base/digest.js';
import type { Image } from '../../../../src/core/image/image.js';

interface Item extends SourcedImage {
  readonly key: string;
}

/** `input architecture tag[,tag] [index]`, and groups as lists of those texts. */
function groups(...keys: readonly string[]): readonly (readonly string[])[] {
  const items = keys.map((key): Item => {
    const [input, architecture = '', tags = '', index] = key.split(' ');
    const digest: Digest = `sha256:${String(index).padEnd(64, '0')}`;
    const image: Image = {
      platform: { os: 'linux', architecture },
      configBytes: new Uint8Array(),
      configDigest: `sha256:${'0'.repeat(64)}`,
      config: { platform: { os: 'linux', architecture }, hasVariant: false, diffIds: [] },
      tags: tags === '-' ? [] : tags.split(','),
      layers: [],
      ...(index !== undefined && {
        index: { digest, bytes: new Uint8Array(), mediaType: '', entries: [], annotations: new Map() },
      }),
    };
    return { key, input: Number(input), image };
  });
  return groupImages(items).map((group) => group.map(({ key }) => key));
}

test('platforms of one index are one image', () => {
  expect(groups('0 amd64 - i', '0 arm64 - i')).toEqual([['0 amd64 - i', '0 arm64 - i']]);
});

test('platforms that share a name are one image', () => {
  expect(groups('0 amd64 a:1,a:2', '0 arm64 a:2')).toEqual([['0 amd64 a:1,a:2', '0 arm64 a:2']]);
});

test('images of one archive with different names stay apart', () => {
  expect(groups('0 amd64 a:1', '0 arm64 b:1')).toEqual([['0 amd64 a:1'], ['0 arm64 b:1']]);
});

test('inputs of one image each are joined, whatever their names', () => {
  expect(groups('0 amd64 a:1-amd64', '1 arm64 a:1-arm64', '2 s390x -')).toEqual([
    ['0 amd64 a:1-amd64', '1 arm64 a:1-arm64', '2 s390x -'],
  ]);
});

test('of inputs with several images those of one name are joined', () => {
  expect(groups('0 amd64 a:1', '0 amd64 b:1', '1 arm64 a:1', '1 arm64 b:1')).toEqual([
    ['0 amd64 a:1', '1 arm64 a:1'],
    ['0 amd64 b:1', '1 arm64 b:1'],
  ]);
});
