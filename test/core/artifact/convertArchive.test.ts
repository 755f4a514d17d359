import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { ByteProgress } from '../../../src/core/artifact/byteProgress.js';
import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import type { Conversion, ConversionRequest } from '../../../src/core/artifact/convertArchive.js';
import { verifyArtifacts } from '../../../src/core/artifact/verifyArtifacts.js';
import type { Host } from '../../../src/core/host/host.js';
import { createTestHost } from '../../support/testHost.js';
import { parsePlatform } from '../../../src/core/platform/platform.js';
import {
  snapshot,
  temporaryDirectory,
  writeBytes,
  writeFolder,
  writeTar,
} from '../../support/archiveFiles.js';
import type { SampleImage } from '../../support/archiveImage.js';
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
import { consume } from '../../support/launchpadConsumer.js';
import { randomImage } from '../../support/randomImage.js';

const host = createTestHost();
const one = Buffer.from('layer one '.repeat(1000));
const two = Buffer.from('layer two '.repeat(1000));
const amd64: SampleImage = {
  os: 'linux',
  architecture: 'amd64',
  tag: 'app:1.0',
  layers: [one, two, one, one],
};
const arm64: SampleImage = { os: 'linux', architecture: 'arm64', tag: 'app:1.0', layers: [two] };

interface Run {
  readonly directory: string;
  readonly conversion: Conversion;
  readonly files: ReadonlyMap<string, Buffer>;
}

async function convert(
  input: string,
  more: Partial<ConversionRequest> = {},
  onHost: Host = host,
): Promise<Run> {
  const directory = await temporaryDirectory();
  const output = path.join(directory, 'deep', 'out');
  const request = { inputs: [input], output, force: false, ...more };
  const conversion = await convertArchive(request, onHost);
  return {
    directory,
    conversion,
    files: await snapshot(typeof request.output === 'string' ? request.output : ''),
  };
}

async function convertMembers(
  members: readonly TarMember[],
  more: Partial<ConversionRequest> = {},
): Promise<Run> {
  return convert(await writeTar(await temporaryDirectory(), members), more);
}

/** The files of one platform, by their own names. */
function platformFiles(files: ReadonlyMap<string, Buffer>, processor: string): ReadonlyMap<string, Buffer> {
  return new Map(
    [...files]
      .filter(([name]) => name.startsWith(`${processor}/`))
      .map(([name, bytes]) => [name.slice(processor.length + 1), bytes]),
  );
}

/** The error's code of a conversion, and what is left in the directory of its output. */
async function failure(
  members: readonly TarMember[],
  more: Partial<ConversionRequest> = {},
  onHost: Host = host,
): Promise<{ code: string; left: readonly string[] }> {
  const directory = await temporaryDirectory();
  const input = await writeTar(await temporaryDirectory(), members);
  const request = { inputs: [input], output: path.join(directory, 'out'), force: false, ...more };
  const code = await convertArchive(request, onHost).then(
    () => 'none',
    (error: unknown) => (error as { code: string }).code,
  );
  return { code, left: await readdir(directory) };
}

test('the set of a legacy archive is what Launchpad takes, byte for byte', async () => {
  const { files } = await convertMembers(legacyMembers([amd64]));
  const config = configOf(amd64);
  const [oneHex, twoHex] = [hexOf(one), hexOf(two)];
  const layerOf = (hex: string): Buffer => files.get(`amd64/${hex}.tar.gz`) ?? Buffer.alloc(0);
  expect([...files.keys()]).toEqual(
    [`${hexOf(config)}.json`, `${oneHex}.tar.gz`, `${twoHex}.tar.gz`, 'digests.json', 'manifest.json']
      .sort()
      .map((name) => `amd64/${name}`),
  );
  expect(files.get(`amd64/${hexOf(config)}.json`)).toEqual(config);
  expect(gunzipSync(layerOf(oneHex))).toEqual(one);
  expect(files.get('amd64/manifest.json')?.toString()).toBe(
    `[{"Config":"${hexOf(config)}.json","RepoTags":["app:1.0"],"Layers":["${oneHex}/layer.tar","${twoHex}/layer.tar","${oneHex}/layer.tar","${oneHex}/layer.tar"]}]\n`,
  );
  expect(files.get('amd64/digests.json')?.toString()).toBe(
    `[{"sha256:${oneHex}": {"digest": "${hexOf(layerOf(oneHex))}", "source": "", "layer_id": "${oneHex}"}, ` +
      `"sha256:${twoHex}": {"digest": "${hexOf(layerOf(twoHex))}", "source": "", "layer_id": "${twoHex}"}}]`,
  );
});

test('Launchpad fetches, stores and pushes the set with nothing lost, repeated layers too', async () => {
  const { files } = await convertMembers(legacyMembers([amd64]));
  const [image] = consume(platformFiles(files, 'amd64'));
  const contents = image?.manifest.layers.map(({ digest }) =>
    sha256(gunzipSync(image.blobs.get(digest) ?? Buffer.alloc(0))),
  );
  expect([image?.config, contents]).toEqual([configOf(amd64), amd64.layers.map(sha256)]);
});

test('the report tells what was written', async () => {
  const image = imageBlobs(amd64, 'none');
  const { conversion, files, directory } = await convertMembers(layoutMembers([image]));
  const output = path.join(directory, 'deep', 'out', 'amd64');
  const layer = (raw: Buffer): object => {
    const bytes = files.get(`amd64/${hexOf(raw)}.tar.gz`) ?? Buffer.alloc(0);
    return {
      diffId: sha256(raw),
      digest: sha256(bytes),
      sizeBytes: bytes.length,
      layerId: hexOf(raw),
      source: '',
      file: `${hexOf(raw)}.tar.gz`,
    };
  };
  expect(conversion).toEqual({
    images: [
      {
        platform: 'linux/amd64',
        manifestDigest: image.descriptor.digest,
        configDigest: sha256(configOf(amd64)),
        layers: amd64.layers.map(layer),
        directory: output,
      },
    ],
    leftAside: [],
  });
});

test('every layout of one image gives the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(randomImage(), async (image) => {
      const blobs = imageBlobs(image, 'none');
      const folder = await writeFolder(await temporaryDirectory(), layoutMembers([blobs]));
      const archives = [
        legacyMembers([image]),
        skopeoMembers(image),
        [...layoutMembers([blobs]), dockerManifestMember(image, 'none')],
        layoutMembers([indexBlobs([blobs, attestationBlobs(blobs.descriptor)])]),
      ];
      const [expected, ...others] = [
        (await convert(folder)).files,
        ...(await Promise.all(archives.map(async (members) => (await convertMembers(members)).files))),
      ];
      others.forEach((files) => {
        expect(files).toEqual(expected);
      });
    }),
    { numRuns: 15 },
  );
});

test('a changed byte anywhere in a blob is found, and nothing is written', async () => {
  const image = imageBlobs(amd64, 'gzip');
  const names = [...image.blobs.keys()];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (name, at, mask) => {
        const members = layoutMembers([image]).map((member) => {
          if (!member.name.endsWith(name)) {
            return member;
          }
          const bytes = Buffer.from(member.bytes ?? []);
          bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ mask;
          return { ...member, bytes };
        });
        const { code, left } = await failure(members);
        expect([code, left]).toEqual([expect.stringMatching(/^archive-(mismatch|corrupt)$/), []]);
      },
    ),
    { numRuns: 60 },
  );
});

test('what was converted is verified without a problem, whatever the image', async () => {
  await fc.assert(
    fc.asyncProperty(randomImage(), async (image) => {
      const { conversion, directory } = await convertMembers(layoutMembers([imageBlobs(image, 'gzip')]));
      const { images, problems, notes } = await verifyArtifacts(path.join(directory, 'deep', 'out'), host);
      const withoutManifest = conversion.images.map((report) =>
        Object.fromEntries(Object.entries(report).filter(([key]) => key !== 'manifestDigest')),
      );
      expect({ images, problems, notes }).toEqual({ images: withoutManifest, problems: [], notes: [] });
    }),
    { numRuns: 10 },
  );
});

test('a layer that is gzip already is passed on unchanged', async () => {
  const { files } = await convertMembers(layoutMembers([imageBlobs(arm64, 'gzip')]));
  expect(files.get(`arm64/${hexOf(two)}.tar.gz`)).toEqual(gzipSync(two));
});

test('each platform of an index gets a directory named by Launchpad', async () => {
  const arm = { ...arm64, architecture: 'arm', variant: 'v7' };
  const ppc = { ...arm64, architecture: 'ppc64le' };
  const parts = [amd64, arm, ppc].map((image) => imageBlobs(image, 'gzip'));
  const { conversion } = await convertMembers(layoutMembers([indexBlobs(parts)]));
  expect(conversion.images.map(({ platform, directory }) => [platform, path.basename(directory)])).toEqual([
    ['linux/amd64', 'amd64'],
    ['linux/arm/v7', 'armhf'],
    ['linux/ppc64le', 'ppc64el'],
  ]);
});

test('archives of one platform each are joined', async () => {
  const inputs = await Promise.all(
    [amd64, arm64].map(async (image) => writeTar(await temporaryDirectory(), legacyMembers([image]))),
  );
  const { conversion } = await convert('', { inputs });
  expect(conversion.images.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
});

test('what one archive lacks and another has is not said to be missing', async () => {
  const parts = [imageBlobs({ ...amd64, layers: [one] }, 'none'), imageBlobs(arm64, 'none')];
  const members = layoutMembers([indexBlobs(parts)]);
  const lacking = (layer: Buffer): readonly TarMember[] =>
    members.filter(({ name }) => !name.endsWith(hexOf(layer)));
  const inputs = await Promise.all(
    [one, two].map(async (layer) => writeTar(await temporaryDirectory(), lacking(layer))),
  );
  const { conversion } = await convert('', { inputs });
  expect([conversion.leftAside, conversion.images.map(({ platform }) => platform).sort()]).toEqual([
    [],
    ['linux/amd64', 'linux/arm64'],
  ]);
});

test('a platform wanted twice is converted once', async () => {
  const platforms = [parsePlatform('arm64'), parsePlatform('linux/aarch64')];
  const { conversion } = await convertMembers(legacyMembers([arm64]), { platforms });
  expect(conversion.images.map(({ platform }) => platform)).toEqual(['linux/arm64']);
});

test('only the wanted platform is converted, and the other said', async () => {
  const members = layoutMembers([imageBlobs(amd64, 'gzip'), imageBlobs(arm64, 'gzip')]);
  const { conversion, files } = await convertMembers(members, { platforms: [parsePlatform('arm64')] });
  expect([
    conversion.leftAside,
    conversion.images.map(({ platform }) => platform),
    [...files.keys()].every((name) => name.startsWith('arm64/')),
  ]).toEqual([['linux/amd64 is not asked for'], ['linux/arm64'], true]);
});

test('a platform that Launchpad does not know is left aside and said', async () => {
  const mips = { ...arm64, architecture: 'mips64le' };
  const { conversion } = await convertMembers(
    layoutMembers([imageBlobs(amd64, 'gzip'), imageBlobs(mips, 'gzip')]),
  );
  expect(conversion.leftAside).toEqual(['linux/mips64le is no processor of Launchpad']);
});

test('a platform that is not wholly there is left aside, unless it is wanted', async () => {
  const members = layoutMembers([
    imageBlobs({ ...amd64, layers: [one] }, 'none'),
    imageBlobs(arm64, 'none'),
  ]).filter(({ name }) => !name.endsWith(hexOf(two)));
  const { conversion } = await convertMembers(members);
  expect(conversion.leftAside).toEqual([`linux/arm64 is named, but not wholly there: layer ${sha256(two)}`]);
  expect(await failure(members, { platforms: [parsePlatform('arm64')] })).toEqual({
    code: 'archive-incomplete',
    left: [],
  });
});

test('an image that is not wholly there is not passed over for another one of its platform', async () => {
  const other = { ...amd64, tag: 'other:1.0', layers: [Buffer.from('gone')] };
  const members = legacyMembers([amd64, other]).filter(({ bytes }) => bytes?.toString() !== 'gone');
  const { conversion } = await convertMembers(members);
  expect(conversion.leftAside).toEqual([
    expect.stringMatching(/^linux\/amd64 is named, but not wholly there: [0-9a-f]{64}\/layer\.tar/),
  ]);
});

test('the source of a layer is what containerd noted', async () => {
  const layers = [
    {
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest: sha256(two),
      size: two.length,
      annotations: { 'containerd.io/distribution.source.docker.io': 'library/ubuntu,mirror/ubuntu' },
    },
  ];
  const { conversion } = await convertMembers(layoutMembers([imageBlobs(arm64, 'none', { layers })]));
  expect(conversion.images[0]?.layers[0]?.source).toBe('docker.io/library/ubuntu');
});

test('an image that was pulled as a whole gives its source to its layers', async () => {
  const index = indexBlobs([imageBlobs(arm64, 'none')]);
  const pulled = {
    ...index,
    descriptor: {
      ...index.descriptor,
      annotations: { 'containerd.io/distribution.source.docker.io': 'library/ubuntu' },
    },
  };
  const { conversion } = await convertMembers(layoutMembers([pulled]));
  expect(conversion.images[0]?.layers.map(({ source }) => source)).toEqual(['docker.io/library/ubuntu']);
});

test('an archive that is gzip as a whole is unpacked first', async () => {
  const bytes = gzipSync(await tarOf(legacyMembers([amd64])));
  const { files } = await convert(await writeBytes(await temporaryDirectory(), bytes));
  expect(files).toEqual((await convertMembers(legacyMembers([amd64]))).files);
});

test.each([
  ['xz', Buffer.from('fd377a585a000004', 'hex'), 'unxz --keep'],
  ['bzip2', Buffer.from('BZh91AY&'), 'bunzip2 --keep'],
])('an archive that is %s as a whole is refused with the way out', async (_, bytes, program) => {
  const archive = await writeBytes(await temporaryDirectory(), bytes);
  await expect(convert(archive)).rejects.toThrow(`unpack it first, with "${program}"`);
});

test('progress is told in bytes up to the end', async () => {
  const told: ByteProgress[] = [];
  const output = path.join(await temporaryDirectory(), 'out');
  const inputs = [await writeTar(await temporaryDirectory(), legacyMembers([amd64]))];
  await convertArchive({ inputs, output, force: false }, host, {
    onProgress: (progress) => told.push(progress),
  });
  // Why: the archive holds a repeated layer once, so it is read once.
  const total = [...new Set(amd64.layers)].reduce((sum, layer) => sum + layer.length, 0);
  expect([told[0], told.at(-1)]).toEqual([
    { current: 0, total },
    { current: total, total },
  ]);
});

test('several images of one archive and platform are a section each, and Launchpad takes all', async () => {
  const other: SampleImage = { ...amd64, tag: 'other:2', layers: [two] };
  const { conversion, files, directory } = await convertMembers(legacyMembers([amd64, other]));
  expect(conversion.images.map(({ layers }) => layers.length)).toEqual([4, 1]);
  const records = JSON.parse(files.get('amd64/digests.json')?.toString() ?? '') as Record<string, unknown>[];
  const every = [`sha256:${hexOf(one)}`, `sha256:${hexOf(two)}`].sort();
  expect(records.map((section) => Object.keys(section).sort())).toEqual([every, every]);
  expect(consume(platformFiles(files, 'amd64'))).toHaveLength(2);
  const verification = await verifyArtifacts(path.join(directory, 'deep', 'out'), host);
  expect(verification.problems).toEqual([]);
});

test('different images of one platform in two archives are refused, and nothing is left', async () => {
  const changed = legacyMembers([{ ...amd64, layers: [two] }]);
  const other = await writeTar(await temporaryDirectory(), changed);
  const input = await writeTar(await temporaryDirectory(), legacyMembers([amd64]));
  expect(await failure(legacyMembers([amd64]), { inputs: [input, other] })).toEqual({
    code: 'archive-ambiguous',
    left: [],
  });
});

test.each<[string, readonly TarMember[], Partial<ConversionRequest>, string]>([
  [
    'no image of the wanted platform',
    legacyMembers([amd64]),
    { platforms: [parsePlatform('s390x')] },
    'archive-no-image',
  ],
  [
    'only platforms that Launchpad does not know',
    legacyMembers([{ ...amd64, os: 'windows' }]),
    {},
    'platform-unmapped',
  ],
  ['an image without layers', legacyMembers([{ ...amd64, layers: [] }]), {}, 'image-unusable'],
  ['something that is no image', [{ name: 'a', bytes: one }], {}, 'archive-unreadable'],
])('%s is refused, and nothing is left', async (_, members, more, code) => {
  expect(await failure(members, more)).toEqual({ code, left: [] });
});

test('one blob for two diff_ids is refused', async () => {
  const config = configOf({ ...amd64, layers: [one, two] });
  const section = { Config: 'c.json', RepoTags: null, Layers: ['l', 'l'] };
  const members = [
    { name: 'l', bytes: one },
    { name: 'c.json', bytes: config },
    { name: 'manifest.json', bytes: Buffer.from(JSON.stringify([section])) },
  ];
  expect(await failure(members)).toEqual({ code: 'archive-mismatch', left: [] });
});

test('a repeated layer is checked as well as its first', async () => {
  const layers = [gzipSync(one), gzipSync(one, { level: 1 })];
  const blobs = imageBlobs({ ...amd64, layers: [one, one] }, 'gzip', {
    layers: layers.map((bytes) => descriptorOf('application/vnd.oci.image.layer.v1.tar+gzip', bytes)),
  });
  const bad = Buffer.from(layers[1] ?? []);
  bad[20] = (bad[20] ?? 0) ^ 1;
  const members = (second: Buffer): readonly TarMember[] => [
    ...layoutMembers([blobs]),
    { name: `blobs/sha256/${hexOf(layers[1] ?? bad)}`, bytes: second },
  ];
  expect([
    (await convertMembers(members(layers[1] ?? bad))).conversion.images[0]?.layers.length,
    (await failure(members(bad))).code,
  ]).toEqual([2, expect.stringMatching(/^archive-(mismatch|corrupt)$/)]);
});

test('an input that is not there is refused, and nothing is left', async () => {
  expect(await failure([], { inputs: ['/no/such/archive.tar'] })).toEqual({
    code: 'input-missing',
    left: [],
  });
});

test('no input at all is refused', async () => {
  expect(await failure([], { inputs: [] })).toEqual({ code: 'input-missing', left: [] });
});

test('an archive cut off anywhere before its manifest is refused, and nothing is left', async () => {
  const whole = await tarOf(legacyMembers([amd64]));
  const manifestStart = whole.indexOf('[{"Config"');
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: manifestStart }), async (length) => {
      const input = await writeBytes(await temporaryDirectory(), whole.subarray(0, length));
      const { code, left } = await failure([], { inputs: [input] });
      expect([code, left]).toEqual([expect.stringMatching(/^archive-/), []]);
    }),
    { numRuns: 30 },
  );
});

test('a symlink in a layout folder is not followed', async () => {
  const folder = await writeFolder(await temporaryDirectory(), layoutMembers([imageBlobs(arm64, 'none')]));
  const blob = path.join(folder, 'blobs', 'sha256', hexOf(two));
  const aside = path.join(path.dirname(folder), 'aside');
  await writeFile(aside, two);
  await rm(blob);
  await symlink(aside, blob);
  expect(await failure([], { inputs: [folder] })).toEqual({ code: 'archive-corrupt', left: [] });
});

test('an output that exists is not touched without force', async () => {
  const { directory } = await convertMembers(legacyMembers([amd64]));
  const output = path.join(directory, 'deep', 'out');
  const before = await snapshot(directory);
  expect((await failure(legacyMembers([arm64]), { output })).code).toBe('output-exists');
  expect(await snapshot(directory)).toEqual(before);
});

test('an artifact set is replaced as a whole by force', async () => {
  const { directory } = await convertMembers(legacyMembers([amd64]));
  const output = path.join(directory, 'deep', 'out');
  const { files } = await convertMembers(legacyMembers([arm64]), { output, force: true });
  expect([
    [...files.keys()].some((name) => name.startsWith('amd64/')),
    await readdir(path.dirname(output)),
  ]).toEqual([false, ['out']]);
});

test('what is no artifact set is not replaced by force either', async () => {
  const { directory } = await convertMembers(legacyMembers([amd64]));
  const output = path.join(directory, 'deep', 'out');
  await writeFile(path.join(output, 'amd64', 'notes.txt'), 'mine');
  const before = await snapshot(directory);
  expect((await failure(legacyMembers([arm64]), { output, force: true })).code).toBe('output-foreign');
  expect(await snapshot(directory)).toEqual(before);
});

test('an empty directory is no obstacle, a file is one', async () => {
  const directory = await temporaryDirectory();
  const output = path.join(directory, 'out');
  await mkdir(output);
  await convertMembers(legacyMembers([arm64]), { output });
  await writeFile(path.join(directory, 'file'), '');
  expect([
    await readdir(output),
    (await failure(legacyMembers([arm64]), { output: path.join(directory, 'file'), force: true })).code,
  ]).toEqual([['arm64'], 'output-exists']);
});

test('an abort leaves nothing', async () => {
  const directory = await temporaryDirectory();
  const inputs = [await writeTar(await temporaryDirectory(), legacyMembers([amd64]))];
  const aborter = new AbortController();
  const onProgress = ({ current }: ByteProgress): void => {
    if (current > 0) {
      aborter.abort();
    }
  };
  await expect(
    convertArchive({ inputs, output: path.join(directory, 'out'), force: false }, host, {
      signal: aborter.signal,
      onProgress,
    }),
  ).rejects.toThrow('aborted');
  expect(await readdir(directory)).toEqual([]);
});

/** The real host with some of its files' functions replaced. */
function hostWith(files: Partial<Host['files']>, system: Partial<Host['system']> = {}): Host {
  return { ...host, files: { ...host.files, ...files }, system: { ...host.system, ...system } };
}

test('a disk with too little room is refused before anything is written', async () => {
  const tight = hostWith({ freeBytes: () => Promise.resolve(100) });
  expect(await failure(legacyMembers([amd64]), {}, tight)).toEqual({ code: 'output-no-space', left: [] });
});

test('a disk that fills up meanwhile leaves nothing', async () => {
  const full = hostWith({
    create: async (file) => {
      const writer = await host.files.create(file);
      return {
        ...writer,
        write: () => Promise.reject(Object.assign(new Error('full'), { code: 'disk-full' })),
      };
    },
  });
  expect(await failure(legacyMembers([amd64]), {}, full)).toEqual({ code: 'disk-full', left: [] });
});

test('a bomb of an archive stops where the disk would be full', async () => {
  const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024));
  const input = await writeBytes(await temporaryDirectory(), bomb);
  const tight = hostWith({ freeBytes: () => Promise.resolve(8 * 1024 * 1024) });
  expect(await failure([], { inputs: [input] }, tight)).toEqual({ code: 'output-no-space', left: [] });
});

test('what a killed run left is removed, what a living one has is not', async () => {
  const directory = await temporaryDirectory();
  const names = [
    '.out.oci-recipe-111-abcdef',
    '.out.oci-recipe-222-abcdef',
    '.out.oci-recipe-x',
    '.other.oci-recipe-111-a',
  ];
  await Promise.all(names.map((name) => mkdir(path.join(directory, name))));
  const living = hostWith({}, { isProcessAlive: (processId) => processId === 222 });
  const input = await writeTar(await temporaryDirectory(), legacyMembers([arm64]));
  await convert(input, { output: path.join(directory, 'out') }, living);
  expect((await readdir(directory)).sort()).toEqual([...names.slice(1), 'out'].sort());
});

test('the artifacts that a killed run had moved aside are put back', async () => {
  const { directory } = await convertMembers(legacyMembers([amd64]));
  const output = path.join(directory, 'deep', 'out');
  const stale = path.join(path.dirname(output), '.out.oci-recipe-111-abcdef');
  await mkdir(stale);
  await host.files.rename(output, path.join(stale, 'replaced'));
  const before = await snapshot(path.join(stale, 'replaced'));
  const dead = hostWith({}, { isProcessAlive: () => false });
  await failure([{ name: 'a', bytes: one }], { output }, dead);
  expect([await snapshot(output), await readdir(path.dirname(output))]).toEqual([before, ['out']]);
});

test('a rename that fails brings the earlier artifacts back', async () => {
  const { directory } = await convertMembers(legacyMembers([amd64]));
  const output = path.join(directory, 'deep', 'out');
  const before = await snapshot(directory);
  const failing = hostWith({
    rename: (from, to) =>
      path.basename(from) === 'result'
        ? Promise.reject(Object.assign(new Error('busy'), { code: 'file-failed' }))
        : host.files.rename(from, to),
  });
  const { code } = await failure(legacyMembers([arm64]), { output, force: true }, failing);
  expect([code, await snapshot(directory)]).toEqual(['file-failed', before]);
});
