import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { memorySource } from '../../../src/core/image/archive/byteRange.js';
import { openTarArchive } from '../../../src/core/image/archive/tarArchive.js';
import type { ImageSearch } from '../../../src/core/image/image.js';
import { openImages } from '../../../src/core/image/openImages.js';
import { formatPlatform } from '../../../src/core/platform/platform.js';
import type { SampleImage } from '../../support/archiveImage.js';
import {
  configOf,
  descriptorOf,
  hexOf,
  imageBlobs,
  indexBlobs,
  layoutMembers,
  sha256,
} from '../../support/archiveImage.js';
import type { TarMember } from '../../support/archiveTar.js';
import { tarOf } from '../../support/archiveTar.js';

const one = Buffer.from('layer one '.repeat(50));
const two = Buffer.from('layer two '.repeat(50));
const amd64: SampleImage = { os: 'linux', architecture: 'amd64', tag: 'app:1.0', layers: [one, two, one] };
const arm64: SampleImage = { os: 'linux', architecture: 'arm64', tag: 'app:1.0', layers: [two] };

async function open(members: readonly TarMember[]): Promise<ImageSearch> {
  return openImages(await openTarArchive('a.tar', memorySource(await tarOf(members))));
}

const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

interface SetLayer {
  readonly raw: Buffer;
  readonly id: string;
  readonly digest?: string;
  readonly source?: string;
  /** Launchpad did not fetch it, since another one has its diff_id. */
  readonly isLeft?: boolean;
}

/** A set as Launchpad's builders make it: layers have ids of their own, and digests.json the last of equal ones. */
function setMembers(image: SampleImage, layers: readonly SetLayer[], folder = ''): readonly TarMember[] {
  const config = configOf(image);
  const records = layers.map(({ raw, id, digest, source = '' }) => [
    sha256(raw),
    { digest: digest ?? hexOf(gzipSync(raw)), source, layer_id: id },
  ]);
  return [
    ...layers
      .filter(({ isLeft }) => isLeft !== true)
      .map(({ raw, id }) => ({ name: `${folder}${id}.tar.gz`, bytes: gzipSync(raw) })),
    { name: `${folder}${hexOf(config)}.json`, bytes: config },
    { name: `${folder}digests.json`, bytes: text([Object.fromEntries(records)]) },
    {
      name: `${folder}manifest.json`,
      bytes: text([
        {
          Config: `${hexOf(config)}.json`,
          RepoTags: [image.tag],
          Layers: layers.map(({ id }) => `${id}/layer.tar`),
        },
      ]),
    },
  ];
}

const layersOf = ({ images }: ImageSearch): unknown =>
  images.map(({ platform, layers }) => [
    formatPlatform(platform),
    layers.map(({ diffId, claim, source }) => [diffId, claim?.digest, source]),
  ]);

test("what a user downloads of a build on Launchpad is read, with the build's log beside it", async () => {
  const layers = [
    { raw: one, id: 'first', isLeft: true },
    { raw: two, id: 'second' },
    { raw: one, id: 'third', source: 'docker.io/library/ubuntu' },
  ];
  const search = await open([
    ...setMembers(amd64, layers),
    { name: 'buildlog_ubuntu-jammy-amd64.txt.gz', bytes: gzipSync('log') },
  ]);
  const pulled = [sha256(one), sha256(gzipSync(one)), 'docker.io/library/ubuntu'];
  expect([layersOf(search), search.leftAside]).toEqual([
    [['linux/amd64', [pulled, [sha256(two), sha256(gzipSync(two)), ''], pulled]]],
    [],
  ]);
});

test("a pulled layer's digest is that of the registry, and nothing is claimed of its file", async () => {
  const source = 'docker.io/library/ubuntu';
  const layers = [{ raw: two, id: 'base', digest: sha256(Buffer.from('at the registry')), source }];
  expect(layersOf(await open(setMembers(arm64, layers)))).toEqual([
    ['linux/arm64', [[sha256(two), undefined, source]]],
  ]);
});

test('a folder of sets that are named by processor is one archive of several platforms', async () => {
  const search = await open([
    ...setMembers({ ...amd64, layers: [one] }, [{ raw: one, id: 'a' }], 'amd64/'),
    ...setMembers(arm64, [{ raw: two, id: 'b' }], 'arm64/'),
  ]);
  expect(search.images.map(({ platform }) => formatPlatform(platform))).toEqual([
    'linux/amd64',
    'linux/arm64',
  ]);
});

test('a layer file that is not there makes the set incomplete, and is named', async () => {
  const search = await open(setMembers(arm64, [{ raw: two, id: 'gone', isLeft: true }]));
  expect(search.incomplete.map(({ missing }) => missing)).toEqual([
    [`gone/layer.tar (layer 1, diff_id ${sha256(two)})`],
  ]);
});

/** The files of skopeo's `dir:`. */
function directoryMembers(part: ReturnType<typeof imageBlobs>, isIndex = false): readonly TarMember[] {
  const top = part.descriptor.digest.slice('sha256:'.length);
  return [
    { name: 'version', bytes: Buffer.from('Directory Transport Version: 1.1\n') },
    ...[...part.blobs].map(([hex, bytes]): TarMember => {
      const isManifest = isIndex && bytes.includes('"layers"');
      return { name: hex === top ? 'manifest.json' : `${hex}${isManifest ? '.manifest.json' : ''}`, bytes };
    }),
  ];
}

test('dir: of skopeo is read', async () => {
  const image = imageBlobs(amd64, 'gzip');
  const { images, leftAside } = await open(directoryMembers(image));
  expect([images.map(({ manifestDigest }) => manifestDigest), leftAside]).toEqual([
    [image.descriptor.digest],
    [],
  ]);
});

test('dir: of skopeo with all platforms is read', async () => {
  const index = indexBlobs([imageBlobs(amd64, 'gzip'), imageBlobs(arm64, 'none')]);
  const { images } = await open(directoryMembers(index, true));
  expect(images.map(({ platform }) => formatPlatform(platform))).toEqual(['linux/amd64', 'linux/arm64']);
});

test.each([
  ['crane and kaniko', `sha256:${hexOf(configOf(amd64))}`, (hex: string) => `${hex}.tar.gz`],
  ['bazel', `blobs/sha256/${hexOf(configOf(amd64))}`, (hex: string) => `blobs/sha256/${hex}.tar.gz`],
  ['older bazel', `${hexOf(configOf(amd64))}.json`, (hex: string) => `${hex}/layer.tar`],
])('a tarball as %s names its parts is read', async (_, configName, layerName) => {
  const layers = amd64.layers.map((raw) => gzipSync(raw));
  const { images } = await open([
    { name: configName, bytes: configOf(amd64) },
    ...[...new Map(layers.map((bytes) => [layerName(hexOf(bytes)), bytes]))].map(([name, bytes]) => ({
      name: `./${name}`,
      bytes,
    })),
    {
      name: 'manifest.json',
      bytes: text([
        { Config: configName, RepoTags: ['app:1.0'], Layers: layers.map((bytes) => layerName(hexOf(bytes))) },
      ]),
    },
  ]);
  expect(images.map(({ layers: found }) => found.map(({ diffId }) => diffId))).toEqual([
    amd64.layers.map(sha256),
  ]);
});

test.each([
  ['localhost/app:1.0', ['localhost/app:1.0']],
  ['docker.io/library/app:1.0', ['app:1.0']],
  ['1.0', []],
])('the reference "%s" of a layout gives the names %j', async (reference, tags) => {
  const image = imageBlobs(arm64, 'gzip');
  const annotations = { 'org.opencontainers.image.ref.name': reference };
  const part = { ...image, descriptor: { ...image.descriptor, annotations } };
  expect((await open(layoutMembers([part]))).images.map((found) => found.tags)).toEqual([tags]);
});

test('an index that two tags lead to gives its images both', async () => {
  const index = indexBlobs([imageBlobs(arm64, 'gzip')]);
  const tagged = (tag: string): typeof index => ({
    ...index,
    descriptor: descriptorOf(
      index.descriptor.mediaType,
      index.blobs.get(index.descriptor.digest.slice(7)) ?? one,
      {
        annotations: { 'io.containerd.image.name': `docker.io/library/${tag}` },
      },
    ),
  });
  const { images } = await open(layoutMembers([tagged('a:1'), tagged('b:2')]));
  expect(images.map(({ tags }) => tags)).toEqual([['a:1', 'app:1.0', 'b:2']]);
});

test('more images than any archive has are refused', async () => {
  const section = { Config: 'c.json', Layers: [] };
  const manifest = { name: 'manifest.json', bytes: text(Array.from({ length: 1001 }, () => section)) };
  const config = configOf({ ...amd64, layers: [] });
  await expect(open([{ name: 'c.json', bytes: config }, manifest])).rejects.toMatchObject({
    code: 'archive-too-large',
  });
});
