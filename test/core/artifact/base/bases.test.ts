import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import type { ConversionBase } from '../../../../src/core/artifact/base/baseImage.js';
import { convertArchive } from '../../../../src/core/artifact/convertArchive.js';
import type { Conversion } from '../../../../src/core/artifact/convertArchive.js';
import type { TargetOptions } from '../../../../src/core/artifact/targetOptions.js';
import { verifyArtifacts } from '../../../../src/core/artifact/verifyArtifacts.js';
import { temporaryDirectory, writeFolder, writeTar } from '../../../support/archiveFiles.js';
import type { SampleBlobs, SampleImage } from '../../../support/archiveImage.js';
import {
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
import { createTestHost } from '../../../support/testHost.js';

const host = createTestHost();
const [one, two, own] = ['one ', 'two ', 'own '].map((text) => Buffer.from(text.repeat(500)));
const base: SampleImage = {
  os: 'linux',
  architecture: 'amd64',
  tag: 'base:1',
  layers: [one ?? Buffer.alloc(0), two ?? Buffer.alloc(0)],
};
const app: SampleImage = { ...base, tag: 'app:1', layers: [...base.layers, own ?? Buffer.alloc(0)] };
const repository = 'docker.io/library/base';

/** As a registry has them: packed by somebody else. */
const registryLayers = base.layers.map((layer) => gzipSync(layer, { level: 1 }));

/** The base as it was pulled; `annotations` are what an engine noted. */
function pulledBase(annotations: Record<string, string> = {}): SampleBlobs {
  const type = 'application/vnd.oci.image.layer.v1.tar+gzip';
  const layers = registryLayers.map((bytes) => descriptorOf(type, bytes));
  const { blobs, descriptor } = imageBlobs(base, 'none', { layers });
  const raw = new Set(base.layers.map(hexOf));
  const rest = [...blobs].filter(([hex]) => !raw.has(hex));
  return {
    blobs: new Map([...rest, ...registryLayers.map((bytes) => [hexOf(bytes), bytes] as const)]),
    descriptor: { ...descriptor, annotations },
  };
}

async function convert(
  members: readonly TarMember[],
  bases: readonly ConversionBase[],
  target: TargetOptions = { format: 'launchpad' },
): Promise<Conversion & { readonly output: string }> {
  const input = await writeTar(await temporaryDirectory(), members);
  const output = path.join(await temporaryDirectory(), 'out');
  return {
    output,
    ...(await convertArchive({ inputs: [input], output, target, bases, force: false }, host)),
  };
}

/** Source and digest of each layer. */
function layersOf({ images: [image] }: Conversion): readonly (readonly string[])[] {
  return image?.layers.map(({ source, digest }) => [source, digest]) ?? [];
}

async function layoutOf(...parts: readonly SampleBlobs[]): Promise<string> {
  return writeFolder(await temporaryDirectory(), layoutMembers(parts));
}

async function fileOf(bytes: Uint8Array): Promise<string> {
  const file = path.join(await temporaryDirectory(), 'document.json');
  await writeFile(file, bytes);
  return file;
}

const legacy = legacyMembers([app]);

test("layers of a base are the base's own gzip, and have its repository; others do not", async () => {
  const plain = await convert(legacy, []);
  const path = await layoutOf(pulledBase());
  const { output, ...conversion } = await convert(legacy, [{ path, repository }]);
  expect(layersOf(conversion)).toEqual([
    ...registryLayers.map((bytes) => [repository, sha256(bytes)]),
    ['', layersOf(plain)[2]?.[1]],
  ]);
  expect(conversion.leftAside).toEqual([
    `2 layers are of the base image ${path}, pulled from ${repository}.`,
  ]);
  expect((await verifyArtifacts(output, host)).problems).toEqual([]);
});

test('a base that an engine pulled says its repository itself, and that of the user counts more', async () => {
  const noted = pulledBase({ 'containerd.io/distribution.source.example.com': 'team/base' });
  const path = await layoutOf(noted);
  expect(layersOf(await convert(legacy, [{ path }])).map(([source]) => source)).toEqual([
    'example.com/team/base',
    'example.com/team/base',
    '',
  ]);
  const told = await convert(legacy, [{ path, repository }]);
  expect(layersOf(told).map(([source]) => source)).toEqual([repository, repository, '']);
});

test('a base that nobody says the repository of gives its bytes, and that is said', async () => {
  const path = await writeTar(await temporaryDirectory(), legacyMembers([base]));
  const conversion = await convert(legacy, [{ path }]);
  expect(layersOf(conversion)).toEqual(layersOf(await convert(legacy, [])));
  expect(conversion.leftAside).toEqual([
    `2 layers are of the base image ${path}, which does not say where it was pulled from; write NAME=${path} to say it.`,
  ]);
});

test('a base with no layer in common is told of and changes nothing', async () => {
  const other = { ...base, layers: [Buffer.from('another')] };
  const path = await layoutOf(imageBlobs(other, 'gzip'));
  const conversion = await convert(legacy, [{ path, repository }]);
  expect(layersOf(conversion)).toEqual(layersOf(await convert(legacy, [])));
  expect(conversion.leftAside).toEqual([`No layer is one of the base image ${path}.`]);
});

test('a base without its layers, its config and its manifest tell as much as they know', async () => {
  const pulled = pulledBase();
  const layers = new Set(registryLayers.map(hexOf));
  const blobs = new Map([...pulled.blobs].filter(([hex]) => !layers.has(hex)));
  const sources = async (file: string, members = legacy): Promise<unknown> =>
    layersOf(await convert(members, [{ path: file, repository }])).map(([source]) => source);
  const found = [repository, repository, ''];
  expect(await sources(await layoutOf({ ...pulled, blobs }))).toEqual(found);
  expect(await sources(await fileOf(configOf(base)))).toEqual(found);
  const manifest = await fileOf(pulled.blobs.get(pulled.descriptor.digest.slice(7)) ?? Buffer.alloc(0));
  // Why none: what has no stored digest of a registry cannot be compared with one.
  expect(await sources(manifest)).toEqual(['', '', '']);
  const stored = [...registryLayers, gzipSync(own ?? '')];
  const type = 'application/vnd.oci.image.layer.v1.tar+gzip';
  const built = imageBlobs(app, 'none', { layers: stored.map((bytes) => descriptorOf(type, bytes)) });
  const all = new Map([...built.blobs, ...stored.map((bytes) => [hexOf(bytes), bytes] as const)]);
  expect(await sources(manifest, layoutMembers([{ ...built, blobs: all }]))).toEqual(found);
});

test('what is no base is an error, and nothing is left', async () => {
  const code = async (file: string): Promise<unknown> =>
    convert(legacy, [{ path: file }]).catch((error: unknown) => (error as { code: string }).code);
  const index = indexBlobs([pulledBase()]);
  expect([
    await code(await fileOf(index.blobs.get(index.descriptor.digest.slice(7)) ?? Buffer.alloc(0))),
    await code(await fileOf(Buffer.from('{'))),
    await code(await fileOf(Buffer.from('no archive'))),
    await code('/nowhere/at/all'),
  ]).toEqual(['archive-unsupported', 'archive-corrupt', 'archive-truncated', 'input-missing']);
});

test('the bytes of a base are checked like all others', async () => {
  const pulled = pulledBase();
  const [first = Buffer.alloc(0)] = registryLayers;
  const wrong = new Map([...pulled.blobs, [hexOf(first), gzipSync(Buffer.from('forged'))] as const]);
  const path = await layoutOf({ ...pulled, blobs: wrong });
  await expect(convert(legacy, [{ path, repository }])).rejects.toMatchObject({ code: 'archive-mismatch' });
});

test('bytes of a base replace only what would be compressed, and not what is compressed anew', async () => {
  const path = await layoutOf(pulledBase());
  const digests = async (target: TargetOptions): Promise<unknown> =>
    layersOf(await convert(legacy, [{ path, repository }], target)).map(([, digest]) => digest);
  const [first, second] = registryLayers.map(sha256);
  const raw = app.layers.map(sha256);
  expect(await digests({ format: 'oci' })).toEqual(raw);
  expect((await digests({ format: 'oci', compression: 'gzip' })) as string[]).toEqual([
    first,
    second,
    expect.stringMatching(/^sha256:/),
  ]);
  const anew = (await digests({ format: 'launchpad', recompress: true })) as string[];
  expect([anew.includes(first ?? ''), anew.includes(second ?? '')]).toEqual([false, false]);
});

test('of two bases with a layer in common, the one that more layers are of counts', async () => {
  const [lowest = Buffer.alloc(0)] = base.layers;
  const root: ConversionBase = { repository: 'example.com/root', diffIds: [sha256(lowest)] };
  const near: ConversionBase = { repository: 'example.com/near', diffIds: base.layers.map(sha256) };
  for (const bases of [
    [root, near],
    [near, root],
  ]) {
    const conversion = await convert(legacy, bases);
    expect(layersOf(conversion).map(([source]) => source)).toEqual([
      'example.com/near',
      'example.com/near',
      '',
    ]);
    expect(conversion.leftAside).toEqual([]);
  }
});

test('what an engine noted of a layer itself stays', async () => {
  const noted = pulledBase({ 'containerd.io/distribution.source.example.com': 'team/base' });
  const conversion = await convert(layoutMembers([noted]), [
    { repository: 'example.com/other', diffIds: base.layers.map(sha256) },
  ]);
  expect(layersOf(conversion).map(([source]) => source)).toEqual([
    'example.com/team/base',
    'example.com/team/base',
  ]);
});
