import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../../src/core/artifact/convertArchive.js';
import type { Conversion, ConversionRequest } from '../../../../src/core/artifact/convertArchive.js';
import type { TargetOptions } from '../../../../src/core/artifact/targetOptions.js';
import { parsePlatform } from '../../../../src/core/platform/platform.js';
import { snapshot, temporaryDirectory, writeTar } from '../../../support/archiveFiles.js';
import type { SampleBlobs, SampleImage } from '../../../support/archiveImage.js';
import {
  attestationBlobs,
  configOf,
  descriptorOf,
  hexOf,
  imageBlobs,
  indexBlobs,
  layoutMembers,
  legacyMembers,
  sha256,
} from '../../../support/archiveImage.js';
import type { TarMember } from '../../../support/archiveTar.js';
import { readImageFacts } from '../../../support/imageFacts.js';
import { createTestHost } from '../../../support/testHost.js';

const host = createTestHost();
const one = Buffer.from('layer one '.repeat(300));
const two = Buffer.from('layer two '.repeat(300));
const amd64: SampleImage = { os: 'linux', architecture: 'amd64', tag: 'app:1.0', layers: [one, two, one] };
const arm64: SampleImage = { os: 'linux', architecture: 'arm64', tag: 'app:1.0', layers: [two] };

interface Written {
  readonly output: string;
  readonly conversion: Conversion;
  readonly files: ReadonlyMap<string, Buffer>;
}

async function write(
  members: readonly TarMember[],
  target: TargetOptions,
  more: Partial<ConversionRequest> = {},
): Promise<Written> {
  const input = await writeTar(await temporaryDirectory(), members);
  const output = path.join(await temporaryDirectory(), 'out');
  const conversion = await convertArchive({ inputs: [input], output, target, force: false, ...more }, host);
  const isFolder = target.format === 'oci' && more.output === undefined;
  return { output, conversion, files: isFolder ? await snapshot(output) : new Map() };
}

interface JsonDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: object;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface JsonDocument {
  readonly mediaType: string;
  readonly manifests: readonly JsonDescriptor[];
  readonly config: JsonDescriptor;
  readonly layers: readonly JsonDescriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

function document(files: ReadonlyMap<string, Buffer>, name: string): JsonDocument {
  return JSON.parse(files.get(name)?.toString() ?? 'null') as JsonDocument;
}

function blob(files: ReadonlyMap<string, Buffer>, digest = ''): Buffer {
  return files.get(`blobs/sha256/${digest.slice('sha256:'.length)}`) ?? Buffer.alloc(0);
}

function manifestOf(files: ReadonlyMap<string, Buffer>): JsonDocument {
  const [entry] = document(files, 'index.json').manifests;
  return JSON.parse(blob(files, entry?.digest).toString()) as JsonDocument;
}

const named = {
  'io.containerd.image.name': 'docker.io/library/app:1.0',
  'org.opencontainers.image.ref.name': '1.0',
};

test('the layout of an image without a manifest is what the specification asks for', async () => {
  const { files, conversion } = await write(legacyMembers([amd64]), { format: 'oci' });
  const config = configOf(amd64);
  const manifest = manifestOf(files);
  expect(files.get('oci-layout')?.toString()).toBe('{"imageLayoutVersion":"1.0.0"}');
  expect(document(files, 'index.json').manifests).toEqual([
    {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: conversion.images[0]?.manifestDigest,
      size: blob(files, conversion.images[0]?.manifestDigest).length,
      platform: { architecture: 'amd64', os: 'linux' },
      annotations: named,
    },
  ]);
  const layer = (bytes: Buffer): object => descriptorOf('application/vnd.oci.image.layer.v1.tar', bytes);
  expect(manifest).toEqual({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptorOf('application/vnd.oci.image.config.v1+json', config),
    layers: [layer(one), layer(two), layer(one)],
  });
  expect([blob(files, sha256(config)), blob(files, sha256(one)), files.size]).toEqual([config, one, 6]);
});

test('a manifest whose layers are kept is kept byte for byte, with what nobody knows', async () => {
  const image = imageBlobs(amd64, 'gzip', { annotations: { made: 'by hand' }, unknown: [1] });
  const { files } = await write(layoutMembers([image]), { format: 'oci' });
  expect(document(files, 'index.json').manifests.map(({ digest }) => digest)).toEqual([
    image.descriptor.digest,
  ]);
  expect(blob(files, image.descriptor.digest)).toEqual(image.blobs.get(image.descriptor.digest.slice(7)));
});

test('a manifest whose layers change keeps its annotations, but none that the old bytes had', async () => {
  const layers = amd64.layers.map((bytes) =>
    descriptorOf('application/vnd.oci.image.layer.v1.tar', bytes, {
      annotations: { 'containerd.io/snapshot/stargz/toc.digest': sha256(one), mine: 'yes' },
    }),
  );
  const image = imageBlobs(amd64, 'none', { annotations: { made: 'by hand' }, unknown: [1], layers });
  const { files } = await write(layoutMembers([image]), { format: 'oci', compression: 'gzip' });
  const manifest = manifestOf(files);
  expect(manifest).toMatchObject({ annotations: { made: 'by hand' }, unknown: [1] });
  expect(
    manifest.layers.map(({ mediaType, digest, annotations }) => [
      mediaType,
      gunzipSync(blob(files, digest)).length,
      annotations,
    ]),
  ).toEqual(
    amd64.layers.map((bytes) => [
      'application/vnd.oci.image.layer.v1.tar+gzip',
      bytes.length,
      { mine: 'yes' },
    ]),
  );
});

test('gzip is not compressed anew unless that is asked for, and then once only', async () => {
  const image = imageBlobs(amd64, 'gzip');
  const kept = await write(layoutMembers([image]), { format: 'oci', compression: 'gzip' });
  expect(kept.conversion.images[0]?.manifestDigest).toBe(image.descriptor.digest);
  const target = { format: 'oci', compression: 'gzip', recompress: true, level: 9 } as const;
  const anew = await write(layoutMembers([image]), target);
  expect(anew.conversion.images[0]?.manifestDigest).not.toBe(image.descriptor.digest);
  const [first, , third] = anew.conversion.images[0]?.layers ?? [];
  expect([first?.digest, gunzipSync(blob(anew.files, first?.digest))]).toEqual([third?.digest, one]);
});

test("media types become Docker's and OCI's again, and nothing else changes", async () => {
  const image = imageBlobs(amd64, 'gzip');
  const docker = await write(layoutMembers([image]), { format: 'oci', mediaTypes: 'docker' });
  const manifest = manifestOf(docker.files);
  expect([manifest.mediaType, manifest.config.mediaType, manifest.layers[0]?.mediaType]).toEqual([
    'application/vnd.docker.distribution.manifest.v2+json',
    'application/vnd.docker.container.image.v1+json',
    'application/vnd.docker.image.rootfs.diff.tar.gzip',
  ]);
  const kept = path.join(await temporaryDirectory(), 'kept');
  const back = path.join(await temporaryDirectory(), 'back');
  const request = { inputs: [docker.output], force: false };
  await convertArchive({ ...request, output: kept, target: { format: 'oci' } }, host);
  await convertArchive({ ...request, output: back, target: { format: 'oci', mediaTypes: 'oci' } }, host);
  expect(await snapshot(kept)).toEqual(docker.files);
  expect((await readImageFacts(back)).map(({ manifest: digest }) => digest)).toEqual([
    image.descriptor.digest,
  ]);
});

test("zstd has no media type of Docker's", async () => {
  const zstd = { format: 'oci', compression: 'zstd' } as const;
  const { output } = await write(legacyMembers([amd64]), zstd);
  const request = { inputs: [output], output: `${output}-docker`, force: false };
  const target = { format: 'oci', mediaTypes: 'docker' } as const;
  await expect(convertArchive({ ...request, target }, host)).rejects.toMatchObject({ code: 'target-unfit' });
  await expect(
    convertArchive({ ...request, target: { ...target, compression: 'zstd' } }, host),
  ).rejects.toMatchObject({ code: 'target-unfit' });
});

function platforms(): { readonly index: SampleBlobs; readonly attestation: SampleBlobs } {
  const image = imageBlobs(amd64, 'gzip');
  const attestation = attestationBlobs(image.descriptor);
  const index = indexBlobs([image, imageBlobs(arm64, 'gzip'), attestation]);
  return { index, attestation };
}

test('an index whose images are kept is kept with its attestations', async () => {
  const { index } = platforms();
  const { files, conversion } = await write(layoutMembers([index]), { format: 'oci' });
  expect(document(files, 'index.json').manifests.map(({ digest }) => digest)).toEqual([
    index.descriptor.digest,
  ]);
  expect(conversion.leftAside).toEqual([]);
  const names = [...index.blobs.keys()].map((hex) => `blobs/sha256/${hex}`);
  expect([...files.keys()]).toEqual([...names, 'index.json', 'oci-layout'].sort());
});

test('attestations of images that change are dropped and said', async () => {
  const { index, attestation } = platforms();
  const { files, conversion } = await write(layoutMembers([index]), { format: 'oci', compression: 'none' });
  const [entry] = document(files, 'index.json').manifests;
  const written = JSON.parse(blob(files, entry?.digest).toString()) as JsonDocument;
  expect(written.manifests.map(({ platform }) => platform)).toEqual([
    { architecture: 'amd64', os: 'linux' },
    { architecture: 'arm64', os: 'linux' },
  ]);
  expect(conversion.leftAside.join()).toContain(attestation.descriptor.digest);
});

test('attestations are dropped when that is asked for, and one image stands alone then', async () => {
  const image = imageBlobs(amd64, 'gzip');
  const index = indexBlobs([image, attestationBlobs(image.descriptor)]);
  const { files, conversion } = await write(layoutMembers([index]), { format: 'oci', attestations: 'drop' });
  expect(document(files, 'index.json').manifests.map(({ digest }) => digest)).toEqual([
    image.descriptor.digest,
  ]);
  expect(conversion.leftAside).toEqual([expect.stringContaining(`of ${image.descriptor.digest}`)]);
});

test('a platform that is chosen keeps what is said of it, and leaves the rest', async () => {
  const { index, attestation } = platforms();
  const chosen = { platforms: [parsePlatform('amd64')] };
  const { files, conversion } = await write(layoutMembers([index]), { format: 'oci' }, chosen);
  expect(files.has(`blobs/sha256/${attestation.descriptor.digest.slice(7)}`)).toBe(true);
  expect([files.has(`blobs/sha256/${hexOf(configOf(arm64))}`), conversion.leftAside]).toEqual([
    false,
    ['linux/arm64 is not asked for'],
  ]);
});

test('inputs of a platform each are joined under one name', async () => {
  const inputs = [
    await writeTar(await temporaryDirectory(), legacyMembers([{ ...amd64, tag: 'app:amd64' }])),
    await writeTar(await temporaryDirectory(), legacyMembers([{ ...arm64, tag: 'app:arm64' }])),
  ];
  const { files } = await write([], { format: 'oci', tag: 'joined:2' }, { inputs });
  const entries = document(files, 'index.json').manifests;
  expect(entries.map(({ mediaType, annotations }) => [mediaType, annotations])).toEqual([
    [
      'application/vnd.oci.image.index.v1+json',
      {
        'io.containerd.image.name': 'docker.io/library/joined:2',
        'org.opencontainers.image.ref.name': '2',
      },
    ],
  ]);
});

test('an image of several names is there once, under each', async () => {
  const members = legacyMembers([amd64, { ...amd64, tag: 'other:2' }]);
  const { files, output } = await write(members, { format: 'oci' });
  const entries = document(files, 'index.json').manifests;
  expect(new Set(entries.map(({ digest }) => digest)).size).toBe(1);
  expect((await readImageFacts(output)).map(({ tags }) => tags)).toEqual([['app:1.0', 'other:2']]);
});

test('the archive of Docker names one platform in manifest.json, and that is said', async () => {
  const { index } = platforms();
  const { output, conversion } = await write(layoutMembers([index]), { format: 'docker' });
  expect(conversion.leftAside).toEqual([
    'manifest.json names the image for linux/amd64 only; engines without the containerd store load that one.',
  ]);
  expect((await readImageFacts(output)).map(({ platform }) => platform)).toEqual([
    'linux/amd64',
    'linux/arm64',
  ]);
});

test('the legacy archive takes one platform, which has to be chosen', async () => {
  const { index } = platforms();
  const members = layoutMembers([index]);
  await expect(write(members, { format: 'docker-legacy' })).rejects.toMatchObject({
    code: 'archive-ambiguous',
  });
  const chosen = { platforms: [parsePlatform('arm64')] };
  const { output } = await write(members, { format: 'docker-legacy' }, chosen);
  expect((await readImageFacts(output)).map(({ diffIds }) => diffIds)).toEqual([[sha256(two)]]);
});

test.each<TargetOptions>([
  { format: 'launchpad', compression: 'zstd' },
  { format: 'docker-legacy', compression: 'gzip' },
  { format: 'launchpad', mediaTypes: 'oci' },
  { format: 'oci', compression: 'keep', recompress: true },
])('%j is refused before anything is read', async (target) => {
  const output = path.join(await temporaryDirectory(), 'out');
  const request = { inputs: ['/nowhere'], output, target, force: false };
  await expect(convertArchive(request, host)).rejects.toMatchObject({ code: 'target-unfit' });
});

test.each(['oci-tar', 'docker', 'docker-legacy'] as const)(
  '%s has the same bytes every time, as a file and as a stream',
  async (format) => {
    const members = layoutMembers([imageBlobs(amd64, 'gzip')]);
    const target = format === 'docker-legacy' ? { format } : { format, compression: 'zstd' as const };
    const { output } = await write(members, target);
    const again = await write(members, target);
    const chunks: Buffer[] = [];
    const stream = {
      name: 'a stream',
      write: (bytes: Uint8Array) => Promise.resolve(void chunks.push(Buffer.from(bytes))),
    };
    await write(members, target, { output: stream });
    const bytes = await readFile(output);
    expect([await readFile(again.output), Buffer.concat(chunks)]).toEqual([bytes, bytes]);
  },
);

test('a folder cannot be a stream', async () => {
  const output = { name: 'a stream', write: () => Promise.resolve() };
  await expect(write(legacyMembers([amd64]), { format: 'oci' }, { output })).rejects.toMatchObject({
    code: 'target-unfit',
  });
});

test('only an archive is replaced by an archive, and only a layout by a layout', async () => {
  const members = legacyMembers([amd64]);
  const place = await temporaryDirectory();
  const [text, folder] = [path.join(place, 'notes.txt'), path.join(place, 'folder')];
  await writeFile(text, 'mine');
  await mkdir(folder);
  await writeFile(path.join(folder, 'mine'), 'mine');
  const code = (format: 'oci' | 'oci-tar', output: string, force: boolean): Promise<string> =>
    write(members, { format }, { output, force }).then(
      () => 'good',
      (error: unknown) => (error as { code: string }).code,
    );
  expect([
    await code('oci-tar', text, true),
    await code('oci', folder, true),
    await code('oci', text, true),
    await code('oci-tar', folder, true),
  ]).toEqual(['output-foreign', 'output-foreign', 'output-exists', 'output-exists']);
  for (const format of ['oci', 'oci-tar'] as const) {
    const output = path.join(place, format);
    expect([
      await code(format, output, false),
      await code(format, output, false),
      await code(format, output, true),
    ]).toEqual(['good', 'output-exists', 'good']);
  }
  expect([await readFile(text, 'utf8'), (await readdir(place)).sort()]).toEqual([
    'mine',
    ['folder', 'notes.txt', 'oci', 'oci-tar'],
  ]);
});
