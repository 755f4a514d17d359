import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../../src/core/artifact/convertArchive.js';
import { verifyInput } from '../../../../src/core/artifact/verification/verifyInput.js';
import type { Verification } from '../../../../src/core/artifact/verifyArtifacts.js';
import { temporaryDirectory, writeBytes, writeFolder, writeTar } from '../../../support/archiveFiles.js';
import type { SampleBlobs, SampleImage } from '../../../support/archiveImage.js';
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
} from '../../../support/archiveImage.js';
import { estargzLayer } from '../../../support/archiveToc.js';
import { tarOf } from '../../../support/archiveTar.js';
import type { TarMember } from '../../../support/archiveTar.js';
import { createTestHost } from '../../../support/testHost.js';

const host = createTestHost();
const one = Buffer.from('layer one '.repeat(200));
const two = Buffer.from('layer two '.repeat(200));
const image: SampleImage = { os: 'linux', architecture: 'amd64', tag: 'app:1.0', layers: [one, two] };
const arm: SampleImage = { ...image, architecture: 'arm64', layers: [one] };
const parts = imageBlobs(image, 'gzip');
const manifestDigest = parts.descriptor.digest;

async function verifyMembers(members: readonly TarMember[]): Promise<Verification> {
  return verifyInput(await writeTar(await temporaryDirectory(), members), host);
}

/** Code, place and claim of each problem. */
function short({ problems }: Verification): readonly unknown[] {
  return problems.map(({ code, where, expected, actual }) => [code, where, expected, actual]);
}

/** A layout's members with one blob replaced, or taken out. */
function withBlob(
  members: readonly TarMember[],
  digest: string,
  bytes: Buffer | undefined,
): readonly TarMember[] {
  const name = `blobs/sha256/${digest.slice('sha256:'.length)}`;
  return members.flatMap((member) =>
    member.name !== name ? [member] : bytes === undefined ? [] : [{ name, bytes }],
  );
}

const multi = indexBlobs([parts, imageBlobs(arm, 'none'), attestationBlobs(parts.descriptor)]);

test.each([
  ['a legacy archive', legacyMembers([image, arm])],
  ["skopeo's archive", skopeoMembers(image)],
  ['a layout', layoutMembers([parts])],
  ['a layout of several platforms with an attestation', layoutMembers([multi])],
  ['a layout that is a docker archive too', [...layoutMembers([parts]), dockerManifestMember(image, 'gzip')]],
])('%s that is true has no problem', async (_, members) => {
  const { problems, images } = await verifyMembers(members);
  expect(problems).toEqual([]);
  expect(images[0]?.layers.map(({ diffId }) => diffId)).toEqual([one, two].map(sha256));
});

test('folders, compressed archives and streams are verified as well', async () => {
  const directory = await temporaryDirectory();
  const folder = await writeFolder(directory, layoutMembers([multi]));
  const archive = await tarOf(layoutMembers([multi]));
  const packed = await writeBytes(directory, gzipSync(archive));
  for (const input of [folder, path.join(folder, 'index.json'), packed]) {
    expect((await verifyInput(input, host)).problems).toEqual([]);
  }
  const chunks = { name: 'standard input', bytes: Readable.from([archive]) };
  expect((await verifyInput(chunks, host)).images.map(({ platform }) => platform)).toEqual([
    'linux/amd64',
    'linux/arm64',
  ]);
});

test('a set of artifacts is held to what Launchpad takes, also when a file of it is named', async () => {
  const output = path.join(await temporaryDirectory(), 'out');
  await convertArchive(
    { inputs: [await writeTar(await temporaryDirectory(), legacyMembers([image]))], output, force: false },
    host,
  );
  await writeFile(path.join(output, 'amd64', 'foreign'), '');
  for (const input of [output, path.join(output, 'amd64'), path.join(output, 'amd64', 'digests.json')]) {
    expect((await verifyInput(input, host)).problems.map(({ code }) => code)).toEqual([
      'artifact-foreign-file',
    ]);
  }
});

test("skopeo's folder is verified by its own names", async () => {
  const directory = await temporaryDirectory();
  const blobs = [...parts.blobs].map(([hex, bytes]): TarMember => ({
    name: `sha256:${hex}` === manifestDigest ? 'manifest.json' : hex,
    bytes,
  }));
  const folder = await writeFolder(directory, blobs);
  expect((await verifyInput(folder, host)).problems).toEqual([]);
  const layer = path.join(folder, hexOf(gzipSync(one)));
  await writeFile(layer, gzipSync(two));
  expect(short(await verifyInput(folder, host))).toContainEqual([
    'blob-digest',
    sha256(gzipSync(one)),
    sha256(gzipSync(one)),
    sha256(gzipSync(two)),
  ]);
});

test('a blob that is missing is named, with its platform', async () => {
  const digest = sha256(gzipSync(two));
  const { problems } = await verifyMembers(withBlob(layoutMembers([parts]), digest, undefined));
  expect(problems).toMatchObject([{ code: 'blob-missing', where: digest, platform: 'linux/amd64' }]);
});

test('a layer with other bytes is wrong in size, digest and diff_id', async () => {
  const digest = sha256(gzipSync(one));
  const other = gzipSync(Buffer.from('other'));
  expect(short(await verifyMembers(withBlob(layoutMembers([parts]), digest, other)))).toEqual([
    ['blob-size', digest, String(gzipSync(one).length), String(other.length)],
    ['blob-digest', digest, digest, sha256(other)],
    ['layer-diff-id', digest, sha256(one), sha256(Buffer.from('other'))],
  ]);
});

test('damage of a layer is told, and so is what else is wrong', async () => {
  const digest = sha256(gzipSync(one));
  const cut = gzipSync(one).subarray(0, 30);
  const { problems } = await verifyMembers(withBlob(layoutMembers([parts]), digest, cut));
  expect(problems.map(({ code }) => code)).toEqual(['blob-size', 'blob-digest', 'layer-corrupt']);
});

test('a config with other bytes is told of', async () => {
  const digest = sha256(configOf(image));
  const bytes = configOf(image, { author: 'x' });
  const { problems } = await verifyMembers(withBlob(layoutMembers([parts]), digest, bytes));
  expect(problems.map(({ code, where }) => [code, where])).toEqual([
    ['blob-size', digest],
    ['blob-digest', digest],
  ]);
});

/** An image whose manifest is not what it should be. */
function changed(changes: object, entry: object = {}): SampleBlobs {
  const { blobs, descriptor } = imageBlobs(image, 'gzip', changes);
  return { blobs, descriptor: { ...descriptor, ...entry } };
}

test('a media type that lies is told of: of a manifest and of layers', async () => {
  const type = 'application/vnd.oci.image.layer.v1.tar';
  const layers = [one, two].map((layer) => descriptorOf(type, gzipSync(layer)));
  const bad = changed({ layers, mediaType: 'application/vnd.docker.distribution.manifest.v2+json' });
  expect(short(await verifyMembers(layoutMembers([bad])))).toEqual([
    [
      'media-type',
      bad.descriptor.digest,
      'application/vnd.oci.image.manifest.v1+json',
      'application/vnd.docker.distribution.manifest.v2+json',
    ],
    ['media-type', sha256(gzipSync(one)), 'none', 'gzip'],
    ['media-type', sha256(gzipSync(two)), 'none', 'gzip'],
  ]);
});

test('layers are counted against config and history', async () => {
  const layers = [descriptorOf('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(one))];
  const bad = changed({ layers });
  expect(short(await verifyMembers(layoutMembers([bad])))).toEqual([
    ['layer-count', bad.descriptor.digest, '2', '1'],
  ]);
  const history = { ...image, layers: [one] };
  const config = configOf(history, { history: [{ created_by: 'a' }, { created_by: 'b' }] });
  const members = legacyMembers([history]).map((member) =>
    member.name === `${hexOf(configOf(history))}.json` ? { ...member, bytes: config } : member,
  );
  expect((await verifyMembers(members)).problems.map(({ code }) => code)).toEqual([
    'blob-digest',
    'history-count',
  ]);
});

test('an index that says another platform or size than is so is told of', async () => {
  const { descriptor } = parts;
  const bad = changed({}, { platform: { os: 'linux', architecture: 's390x' }, size: descriptor.size + 1 });
  expect(short(await verifyMembers(layoutMembers([bad])))).toEqual([
    ['blob-size', descriptor.digest, String(descriptor.size + 1), String(descriptor.size)],
    ['index-platform', descriptor.digest, 'linux/s390x', 'linux/amd64'],
  ]);
});

test('an attestation about what is not there, and its blobs, are told of', async () => {
  const about = attestationBlobs({ ...parts.descriptor, digest: sha256(two) });
  const statement = sha256(Buffer.from('{"_type":"https://in-toto.io/Statement/v0.1"}'));
  const members = withBlob(layoutMembers([parts, about]), statement, undefined);
  expect((await verifyMembers(members)).problems.map(({ code }) => code)).toEqual([
    'blob-missing',
    'attestation-subject',
  ]);
});

test('a layout without its mark, or with another one, is told of', async () => {
  const members = layoutMembers([parts]).filter(({ name }) => name !== 'oci-layout');
  expect((await verifyMembers(members)).problems.map(({ code }) => code)).toEqual(['layout-marker']);
  const marker = { name: 'oci-layout', bytes: Buffer.from('{"imageLayoutVersion":"2.0.0"}') };
  expect(short(await verifyMembers([marker, ...members]))).toEqual([
    ['layout-marker', 'oci-layout', '1.0.0', '2.0.0'],
  ]);
});

test('all problems are told, not only the first', async () => {
  const bad = [
    ...withBlob(layoutMembers([multi]), sha256(gzipSync(one)), gzipSync(two)),
    dockerManifestMember({ ...image, layers: [two, one] }, 'gzip'),
  ];
  const codes = (await verifyMembers(bad)).problems.map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(['blob-digest', 'blob-missing', 'layer-diff-id']));
});

test('the table of contents that a layer is said to have is verified', async () => {
  const { raw, stored, annotations } = estargzLayer([{ name: 'file', bytes: one }]);
  const toc: SampleImage = { ...image, layers: [raw] };
  const layoutWith = (said: Record<string, string>): readonly TarMember[] => {
    const type = 'application/vnd.oci.image.layer.v1.tar+gzip';
    const layers = [descriptorOf(type, stored, { annotations: said })];
    const { blobs, descriptor } = imageBlobs(toc, 'gzip', { layers });
    return layoutMembers([{ blobs: new Map([...blobs, [hexOf(stored), stored]]), descriptor }]);
  };
  expect((await verifyMembers(layoutWith(annotations))).problems).toEqual([]);
  const key = 'containerd.io/snapshot/stargz/toc.digest';
  expect((await verifyMembers(layoutWith({ ...annotations, [key]: sha256(one) }))).problems).toMatchObject([
    { code: 'layer-toc', where: sha256(stored), platform: 'linux/amd64' },
  ]);
});

test('a manifest that is no JSON is a problem; what is no image is an error', async () => {
  const broken = [{ name: 'manifest.json', bytes: Buffer.from('[{') }];
  expect((await verifyMembers(broken)).problems.map(({ code }) => code)).toEqual(['archive-corrupt']);
  await expect(verifyMembers([{ name: 'README', bytes: Buffer.from('x') }])).rejects.toMatchObject({
    code: 'archive-unreadable',
  });
  await expect(verifyInput('/nowhere/at/all', host)).rejects.toMatchObject({ code: 'input-missing' });
});

test('an index that names one blob ten thousand times is read once', async () => {
  const many = indexBlobs(Array.from({ length: 10_000 }, () => parts));
  let last = 0;
  const archive = await writeTar(await temporaryDirectory(), layoutMembers([many]));
  const { problems } = await verifyInput(archive, host, { onProgress: ({ total }) => (last = total) });
  expect([problems, last]).toEqual([[], gzipSync(one).length + gzipSync(two).length]);
});

test('nothing is left of what had to be unpacked', async () => {
  const scratch = await temporaryDirectory();
  const own = { ...host, system: { ...host.system, temporaryDirectory: scratch } };
  await verifyInput(
    await writeBytes(await temporaryDirectory(), gzipSync(await tarOf(layoutMembers([parts])))),
    own,
  );
  expect(await host.files.list(scratch)).toEqual([]);
});
