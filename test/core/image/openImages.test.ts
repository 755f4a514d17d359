import { expect, test } from 'vitest';

import { memorySource } from '../../../src/core/image/archive/byteRange.js';
import { openTarArchive } from '../../../src/core/image/archive/tarArchive.js';
import { openImages } from '../../../src/core/image/openImages.js';
import { formatPlatform } from '../../../src/core/platform/platform.js';
import type { SampleBlobs, SampleImage } from '../../support/archiveImage.js';
import {
  attestationBlobs,
  configOf,
  descriptorOf,
  dockerManifestMember,
  hexOf,
  imageBlobs,
  indexBlobs,
  layoutMembers,
  legacyMembers,
  sha256,
  skopeoMembers,
} from '../../support/archiveImage.js';
import type { TarMember } from '../../support/archiveTar.js';
import { tarOf } from '../../support/archiveTar.js';

const one = Buffer.from('layer one '.repeat(100));
const two = Buffer.from('layer two '.repeat(100));
const amd64: SampleImage = { os: 'linux', architecture: 'amd64', tag: 'app:1.0', layers: [one, two, one] };
const arm64: SampleImage = { os: 'linux', architecture: 'arm64', tag: 'app:1.0', layers: [two] };

interface Found {
  readonly images: readonly string[];
  readonly incomplete: readonly string[];
  readonly leftAside: readonly string[];
}

/** What is found, in short: `platform tags layers compression`; or the error's code and message. */
async function open(members: readonly TarMember[]): Promise<Found | string> {
  try {
    const search = await openImages(await openTarArchive('a.tar', memorySource(await tarOf(members))));
    return {
      images: search.images.map(
        ({ platform, tags, layers }) =>
          `${formatPlatform(platform)} ${tags.join('+')} ${layers.map((layer) => layer.compression).join(',')}`,
      ),
      incomplete: search.incomplete.map(
        ({ platform, missing }) => `${platform ? formatPlatform(platform) : '?'}: ${missing.join(', ')}`,
      ),
      leftAside: search.leftAside,
    };
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
}

function found(images: readonly string[], more: Partial<Found> = {}): Found {
  return { images, incomplete: [], leftAside: [], ...more };
}

function without(members: readonly TarMember[], bytes: Buffer): readonly TarMember[] {
  return members.filter((member) => !member.name.includes(hexOf(bytes)));
}

/** Members with the JSON of one of them changed. */
function changed(members: readonly TarMember[], name: string, bytes: string | Buffer): readonly TarMember[] {
  return members.map((member) => (member.name === name ? { name, bytes: Buffer.from(bytes) } : member));
}

function manifest(config: Buffer, section: object): readonly TarMember[] {
  return [
    { name: 'c.json', bytes: config },
    { name: 'l', bytes: one },
    {
      name: 'manifest.json',
      bytes: Buffer.from(JSON.stringify([{ Config: 'c.json', RepoTags: null, ...section }])),
    },
  ];
}

const oneLayer: SampleImage = { ...amd64, layers: [one] };

test('a legacy archive with a repeated layer is read', async () => {
  expect(await open(legacyMembers([amd64]))).toEqual(found(['linux/amd64 app:1.0 none,none,none']));
});

test('an archive of skopeo, with symlinks before their targets, is read', async () => {
  expect(await open(skopeoMembers(amd64))).toEqual(found(['linux/amd64 app:1.0 none,none,none']));
});

test('a "./" prefix is no obstacle', async () => {
  const members = legacyMembers([amd64]).map((member) => ({ ...member, name: `./${member.name}` }));
  expect(await open(members)).toEqual(found(['linux/amd64 app:1.0 none,none,none']));
});

test('several images of one archive are all found', async () => {
  expect(await open(legacyMembers([amd64, arm64]))).toEqual(
    found(['linux/amd64 app:1.0 none,none,none', 'linux/arm64 app:1.0 none']),
  );
});

test('an archive with both formats is one image with its manifest', async () => {
  const members = [...layoutMembers([imageBlobs(amd64, 'none')]), dockerManifestMember(amd64, 'none')];
  expect(await open(members)).toEqual(found(['linux/amd64 app:1.0 none,none,none']));
});

test('the index of an archive with both formats tells of more platforms', async () => {
  const index = indexBlobs([imageBlobs(amd64, 'gzip'), imageBlobs(arm64, 'gzip')]);
  const members = [...layoutMembers([index]), dockerManifestMember(amd64, 'gzip')];
  expect(await open(members)).toEqual(
    found(['linux/amd64 app:1.0 gzip,gzip,gzip', 'linux/arm64 app:1.0 gzip']),
  );
});

test('a manifest without its layers is completed from manifest.json', async () => {
  const broken = imageBlobs(amd64, 'none', { layers: null });
  expect(await open([...layoutMembers([broken]), dockerManifestMember(amd64, 'none')])).toEqual(
    found(['linux/amd64 app:1.0 none,none,none']),
  );
});

test('attestations are left aside and said', async () => {
  const image = imageBlobs(arm64, 'gzip');
  const attestation = attestationBlobs(image.descriptor);
  expect(await open(layoutMembers([indexBlobs([image, attestation])]))).toEqual(
    found(['linux/arm64 app:1.0 gzip'], {
      leftAside: [`attestation ${attestation.descriptor.digest} of ${image.descriptor.digest}`],
    }),
  );
});

test('what is no image is left aside and said', async () => {
  const chart = imageBlobs(arm64, 'none', {
    config: descriptorOf('application/vnd.cncf.helm.config.v1+json', configOf(arm64)),
  });
  const signature = { blobs: new Map(), descriptor: { ...chart.descriptor, mediaType: 'text/plain' } };
  expect(await open(layoutMembers([imageBlobs(amd64, 'none'), chart, signature]))).toEqual(
    found(['linux/amd64 app:1.0 none,none,none'], {
      leftAside: [
        `${chart.descriptor.digest}: an artifact of type application/vnd.cncf.helm.config.v1+json is no image`,
        `${chart.descriptor.digest}: text/plain is no image`,
      ],
    }),
  );
});

test('one manifest listed twice is one image', async () => {
  const image = imageBlobs(amd64, 'none');
  const other = { ...image.descriptor, annotations: { 'io.containerd.image.name': 'ghcr.io/me/app:2' } };
  expect(await open(layoutMembers([image, { ...image, descriptor: other }]))).toEqual(
    found(['linux/amd64 app:1.0+ghcr.io/me/app:2 none,none,none']),
  );
});

test('indexes may nest four deep', async () => {
  const nested = (depth: number): SampleBlobs =>
    depth === 0 ? imageBlobs(arm64, 'none') : indexBlobs([nested(depth - 1)]);
  expect(await open(layoutMembers([nested(3)]))).toEqual(found(['linux/arm64 app:1.0 none']));
  expect(await open(layoutMembers([nested(50)]))).toMatch(/^archive-unsupported: a\.tar nests image indexes/);
});

test('the variant of an old image comes from its index', async () => {
  const image = imageBlobs({ ...arm64, architecture: 'arm' }, 'none');
  const platform = { os: 'linux', architecture: 'arm', variant: 'v6' };
  const members = layoutMembers([{ ...image, descriptor: { ...image.descriptor, platform } }]);
  expect(await open(members)).toEqual(found(['linux/arm/v6 app:1.0 none']));
});

test('missing blobs make an image incomplete and are named', async () => {
  const image = imageBlobs(arm64, 'none');
  const absent = {
    blobs: new Map(),
    descriptor: imageBlobs({ ...arm64, architecture: 's390x' }, 'none').descriptor,
  };
  const members = layoutMembers([imageBlobs(amd64, 'gzip'), image, absent]);
  expect(await open(without(members, two))).toEqual(
    found(['linux/amd64 app:1.0 gzip,gzip,gzip'], {
      incomplete: [`linux/arm64: layer ${sha256(two)}`, `linux/s390x: manifest ${absent.descriptor.digest}`],
    }),
  );
});

test('a missing layer of manifest.json is named with its diff_id', async () => {
  expect(await open(manifest(configOf(oneLayer), { Layers: ['gone/layer.tar'] }))).toEqual(
    found([], { incomplete: [`linux/amd64: gone/layer.tar (layer 1, diff_id ${sha256(one)})`] }),
  );
});

test('an image without layers is an image', async () => {
  expect(await open(manifest(configOf({ ...amd64, layers: [] }), { Layers: null }))).toEqual(
    found(['linux/amd64  ']),
  );
});

test('a layer without a name is an empty one, if its diff_id is', async () => {
  const empty = { ...amd64, layers: [Buffer.alloc(1024)] };
  expect(await open(manifest(configOf(empty), { Layers: [''] }))).toEqual(found(['linux/amd64  none']));
  expect(await open(manifest(configOf(oneLayer), { Layers: [''] }))).toMatch(
    /^archive-corrupt: Layer 1 has no name/,
  );
});

test('a history that tells of other layers is noted', async () => {
  const config = configOf(oneLayer, { history: [{}, {}] });
  expect(await open(manifest(config, { Layers: ['l'] }))).toEqual(
    found(['linux/amd64  none'], { leftAside: ['The history in a.tar tells of 2 layers, but there are 1.'] }),
  );
});

test('a media type that is not what the bytes are is noted, and the bytes count', async () => {
  const layers = [descriptorOf('application/vnd.oci.image.layer.v1.tar+gzip', two)];
  expect(await open(layoutMembers([imageBlobs(arm64, 'none', { layers })]))).toEqual(
    found(['linux/arm64 app:1.0 none'], {
      leftAside: [
        `The media type of ${sha256(two)} of a.tar says gzip, but its bytes are none; the bytes count.`,
      ],
    }),
  );
});

test('an image that only manifest.json knows is used and noted', async () => {
  const members = [
    ...layoutMembers([imageBlobs(arm64, 'none')]),
    ...layoutMembers([imageBlobs(amd64, 'none')]).filter(({ name }) => name.startsWith('blobs/')),
    dockerManifestMember(amd64, 'none'),
  ];
  const search = (await open(members)) as Found;
  expect([search.images, search.leftAside]).toEqual([
    ['linux/arm64 app:1.0 none', 'linux/amd64 app:1.0 none,none,none'],
    [`index.json of a.tar does not lead to the image ${sha256(configOf(amd64))} of its manifest.json`],
  ]);
});

const legacy = legacyMembers([amd64]);
const layout = layoutMembers([imageBlobs(amd64, 'none')]);
const image = imageBlobs(arm64, 'none');

function withDescriptor(change: object): readonly TarMember[] {
  return layoutMembers([{ ...image, descriptor: { ...image.descriptor, ...change } }]);
}

test.each<[string, readonly TarMember[], RegExp]>([
  ['an archive of something else', [{ name: 'a', bytes: one }], /^archive-unreadable: a\.tar is no image/],
  [
    'an archive of Docker before 1.10',
    [{ name: 'repositories', bytes: one }],
    /^archive-unsupported: .*older than 1\.10/,
  ],
  [
    'manifest.json that is null',
    changed(legacy, 'manifest.json', 'null'),
    /^archive-corrupt: manifest.json of a.tar is malformed/,
  ],
  ['manifest.json that is empty', changed(legacy, 'manifest.json', '[]'), /^archive-no-image/],
  [
    'manifest.json with a byte order mark',
    changed(legacy, 'manifest.json', '\ufeff[]'),
    /^archive-corrupt: .*is not JSON/,
  ],
  ['manifest.json of 5 MiB', changed(legacy, 'manifest.json', ' '.repeat(5 * 2 ** 20)), /^archive-too-large/],
  [
    'manifest.json that is no UTF-8',
    changed(legacy, 'manifest.json', Buffer.from([0x5b, 0xff])),
    /^archive-corrupt/,
  ],
  [
    'a config that is not what its name says',
    changed(legacy, `${hexOf(configOf(amd64))}.json`, configOf(arm64)),
    /^archive-mismatch: .* should be sha256:[0-9a-f]+, but its bytes are sha256:/,
  ],
  [
    'fewer layers than diff_ids',
    manifest(configOf(amd64), { Layers: ['l'] }),
    /^archive-mismatch: .* names 1 layers, but the config has 3/,
  ],
  ['more layers than diff_ids', manifest(configOf(oneLayer), { Layers: ['l', 'l'] }), /^archive-mismatch/],
  ['an index without images', layoutMembers([]), /^archive-no-image/],
  [
    'an index of another version',
    changed(layout, 'index.json', '{"schemaVersion":1}'),
    /^archive-corrupt: index.json of a.tar is malformed at schemaVersion/,
  ],
  [
    'a digest that climbs',
    withDescriptor({ digest: 'sha256:../../../etc/passwd' }),
    /^archive-corrupt: .*manifests.0.digest: must be sha256/,
  ],
  ['a short digest', withDescriptor({ digest: 'sha256:abcd' }), /^archive-corrupt/],
  [
    'a digest in upper case',
    withDescriptor({ digest: image.descriptor.digest.toUpperCase() }),
    /^archive-corrupt/,
  ],
  ['a negative size', withDescriptor({ size: -1 }), /^archive-corrupt/],
  [
    'a manifest of another size',
    withDescriptor({ size: 1 }),
    /^archive-mismatch: .* should have 1 bytes, but has \d+/,
  ],
  [
    'a manifest with other bytes',
    changed(
      layoutMembers([image]),
      `blobs/sha256/${image.descriptor.digest.slice(7)}`,
      ' '.repeat(image.descriptor.size),
    ),
    /^archive-mismatch/,
  ],
  [
    'a platform that is not the config’s',
    withDescriptor({ platform: { os: 'linux', architecture: 's390x' } }),
    /^archive-mismatch: .* as linux\/s390x, but its config says linux\/arm64/,
  ],
  [
    'an image without layers whose config has some',
    layoutMembers([imageBlobs(amd64, 'none', { layers: [] })]),
    /^archive-mismatch/,
  ],
])('%s is refused', async (_, members, message) => {
  expect(await open(members)).toMatch(message);
});
