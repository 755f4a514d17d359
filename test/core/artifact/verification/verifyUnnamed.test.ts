import { createHash } from 'node:crypto';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../../src/core/artifact/convertArchive.js';
import { verifyInput } from '../../../../src/core/artifact/verification/verifyInput.js';
import type { Verification } from '../../../../src/core/artifact/verifyArtifacts.js';
import { snapshot, temporaryDirectory, writeFolder, writeTar } from '../../../support/archiveFiles.js';
import type { SampleImage } from '../../../support/archiveImage.js';
import {
  configOf,
  dockerManifestMember,
  hexOf,
  imageBlobs,
  layoutMembers,
  legacyMembers,
  sha256,
  skopeoMembers,
} from '../../../support/archiveImage.js';
import type { TarMember } from '../../../support/archiveTar.js';
import { createTestHost } from '../../../support/testHost.js';

const host = createTestHost();
const one = Buffer.from('layer one '.repeat(200));
const image: SampleImage = { os: 'linux', architecture: 'amd64', tag: 'app:1.0', layers: [one] };
const parts = imageBlobs(image, 'gzip');
const layout = layoutMembers([parts]);
const v1 = Buffer.from('{"id":"of old"}');
const blob = (name: string, bytes: Buffer = v1): TarMember => ({ name: `blobs/${name}`, bytes });

async function verifyTar(...members: readonly TarMember[]): Promise<Verification> {
  return verifyInput(await writeTar(await temporaryDirectory(), members), host);
}

async function verifyFolder(...members: readonly TarMember[]): Promise<Verification> {
  return verifyInput(await writeFolder(await temporaryDirectory(), members), host);
}

/** What is wrong, and what is noted. */
function said({ problems, notes }: Verification): readonly unknown[] {
  return [...problems.map(({ code, where }) => [code, where]), ...notes];
}

test('blobs that nothing names are noted when they are what their names say', async () => {
  const old = [blob(`sha256/${hexOf(v1)}`), dockerManifestMember(image, 'gzip')];
  const note = `A blob of ${v1.length} bytes that nothing names: blobs/sha256/${hexOf(v1)}.`;
  expect(said(await verifyTar(...layout, ...old))).toEqual([note]);
  expect(said(await verifyFolder(...layout, ...old))).toEqual([note]);
  const many = Array.from({ length: 5 }, (_, index) => Buffer.from(`blob ${index}`));
  const blobs = many.map((bytes) => blob(`sha256/${hexOf(bytes)}`, bytes));
  expect((await verifyTar(...layout, ...blobs)).notes).toEqual([
    expect.stringMatching(/^5 blobs of 30 bytes that nothing names: .+, .+, .+ and 2 more\.$/),
  ]);
});

test('a blob that nothing names is a problem when its bytes are not what its name says', async () => {
  const other = sha256(Buffer.from('other'));
  for (const verify of [verifyTar, verifyFolder]) {
    const { problems } = await verify(...layout, blob(`sha256/${other.slice(7)}`));
    expect(problems).toMatchObject([
      { code: 'blob-digest', where: other, expected: other, actual: sha256(v1) },
    ]);
  }
});

test('blobs of sha512 are measured as well', async () => {
  const hex = createHash('sha512').update(v1).digest('hex');
  const wrong = 'a'.repeat(128);
  expect((await verifyTar(...layout, blob(`sha512/${hex}`))).problems).toEqual([]);
  expect((await verifyTar(...layout, blob(`sha512/${wrong}`))).problems).toMatchObject([
    { code: 'blob-digest', where: `sha512:${wrong}`, actual: `sha512:${hex}` },
  ]);
});

test.each<[string, string]>([
  ['a name that is no digest', 'sha256/README'],
  ['a digest in upper case', `sha256/${hexOf(v1).toUpperCase()}`],
  ['a digest that is cut off', `sha256/${hexOf(v1).slice(1)}`],
  ['a digest in the folder of another algorithm', `sha512/${hexOf(v1)}`],
  ['a file beside the folders of algorithms', hexOf(v1)],
])('%s among the blobs is a problem', async (_, name) => {
  for (const verify of [verifyTar, verifyFolder]) {
    expect((await verify(...layout, blob(name))).problems).toMatchObject([
      { code: 'blob-name', where: `blobs/${name}` },
    ]);
  }
});

test('a manifest.json may name its layers among the blobs as it likes', async () => {
  const name = `blobs/sha256/${hexOf(one)}.tar.gz`;
  const config = { name: `blobs/sha256/${hexOf(configOf(image))}`, bytes: configOf(image) };
  const section = [{ Config: config.name, RepoTags: null, Layers: [name] }];
  const manifest = { name: 'manifest.json', bytes: Buffer.from(JSON.stringify(section)) };
  expect(said(await verifyTar(config, { name, bytes: one }, manifest))).toEqual([]);
});

test('folders among the blobs are problems, those of unknown algorithms are noted', async () => {
  const deep = await verifyTar(...layout, blob(`sha256/deep/${hexOf(v1)}`), blob(`SHA256/${hexOf(v1)}`));
  expect(deep.problems.map(({ code, where }) => [code, where])).toEqual([
    ['blob-name', 'blobs/sha256/deep'],
    ['blob-name', 'blobs/SHA256'],
  ]);
  expect(said(await verifyTar(...layout, blob('blake3/af13')))).toEqual([
    'Nothing of blobs/blake3 is checked; blake3 is an algorithm that is not known.',
  ]);
});

test('what is no file among the blobs is a problem under the code of its reader', async () => {
  const name = `blobs/sha256/${hexOf(v1)}`;
  expect(said(await verifyTar(...layout, { name, type: 'fifo' }))).toEqual([['archive-corrupt', name]]);
  const folder = await writeFolder(await temporaryDirectory(), layout);
  await symlink('/etc/passwd', path.join(folder, name));
  expect(said(await verifyInput(folder, host))).toEqual([['archive-corrupt', name]]);
});

test('a blob that is a link to one that is named has that name too', async () => {
  const layer = hexOf(gzipSync(one));
  const name = `blobs/sha256/${'0'.repeat(64)}`;
  const { problems } = await verifyTar(...layout, { name, type: 'symlink', linkname: layer });
  expect(problems).toMatchObject([{ code: 'blob-digest', where: `sha256:${'0'.repeat(64)}` }]);
});

test('files that belong to no image are noted, and not looked into', async () => {
  const more: readonly TarMember[] = [
    { name: 'README', bytes: v1 },
    { name: 'ingest/part', bytes: v1 },
  ];
  const device: TarMember = { name: 'null', type: 'character-device' };
  expect(said(await verifyTar(...layout, ...more, device))).toEqual([
    'Of no meaning to an image: README, ingest/, null.',
  ]);
  expect(said(await verifyFolder(...layout, ...more))).toEqual([
    'Of no meaning to an image: README, ingest/.',
  ]);
});

test("what docker and skopeo leave beside an image's layers is known", async () => {
  expect(said(await verifyTar(...legacyMembers([image, { ...image, tag: 'b:1' }])))).toEqual([]);
  expect(said(await verifyTar(...skopeoMembers(image)))).toEqual([]);
});

test('a config and a layer that no manifest names are told of in an archive of docker', async () => {
  const id = '1'.repeat(64);
  const members = [...legacyMembers([image]), { name: `${id}/layer.tar`, bytes: v1 }];
  expect(said(await verifyTar(...members, { name: `${hexOf(v1)}.json`, bytes: v1 }))).toEqual([
    `A blob of ${v1.length} bytes that nothing names: ${hexOf(v1)}.json.`,
    `Of no meaning to an image: ${id}/layer.tar.`,
  ]);
  expect((await verifyTar(...members, { name: `${id}.json`, bytes: v1 })).problems).toMatchObject([
    { code: 'blob-digest', where: `${id}.json`, expected: `sha256:${id}`, actual: sha256(v1) },
  ]);
});

test("a blob in skopeo's folder that is not what its name says is a problem", async () => {
  const members = [...parts.blobs].map(([hex, bytes]): TarMember => ({
    name: `sha256:${hex}` === parts.descriptor.digest ? 'manifest.json' : hex,
    bytes,
  }));
  const known: readonly TarMember[] = [
    { name: 'version', bytes: v1 },
    { name: 'signature-1', bytes: v1 },
  ];
  expect(said(await verifyFolder(...members, ...known))).toEqual([]);
  const id = '1'.repeat(64);
  expect(said(await verifyFolder(...members, { name: id, bytes: v1 }))).toEqual([
    ['blob-digest', id],
    `A blob of ${v1.length} bytes that nothing names: ${id}.`,
  ]);
});

test("a file that nothing names is a problem in an archive of Launchpad's artifacts", async () => {
  const output = path.join(await temporaryDirectory(), 'out');
  const input = await writeTar(await temporaryDirectory(), legacyMembers([image]));
  await convertArchive({ inputs: [input], output, force: false }, host);
  const set = [...(await snapshot(output))].map(([name, bytes]) => ({ name, bytes }));
  expect(said(await verifyTar(...set))).toEqual([]);
  expect(said(await verifyTar(...set, { name: 'amd64/more', bytes: v1 }))).toEqual([
    ['artifact-foreign-file', 'amd64/more'],
  ]);
  const broken = set.map((member) => {
    return member.name === 'amd64/digests.json' ? { ...member, bytes: Buffer.from('[') } : member;
  });
  const flat = broken.map(({ name, bytes }) => ({ name: path.basename(name), bytes }));
  expect(said(await verifyTar(...flat))).toEqual([['archive-corrupt', 'digests.json']]);
});

test('a folder of blobs that is a link is not followed', async () => {
  const folder = await writeFolder(await temporaryDirectory(), layout);
  await mkdir(path.join(folder, '..', 'elsewhere'));
  await rename(path.join(folder, 'blobs', 'sha256'), path.join(folder, '..', 'elsewhere', 'sha256'));
  await symlink('../../elsewhere/sha256', path.join(folder, 'blobs', 'sha256'));
  await writeFile(path.join(folder, '..', 'elsewhere', 'sha256', 'README'), '');
  const { problems } = await verifyInput(folder, host);
  expect(problems.map(({ code, where }) => [code, where])).toEqual([
    ['archive-corrupt', parts.descriptor.digest],
    ['blob-name', 'blobs/sha256'],
  ]);
});
