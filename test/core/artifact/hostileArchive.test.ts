import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import type { TargetFormat } from '../../../src/core/artifact/targetOptions.js';
import { hasCode, isCoreError } from '../../../src/core/base/errors.js';
import { temporaryDirectory, writeBytes, writeFolder, writeTar } from '../../support/archiveFiles.js';
import type { SampleBlobs, SampleImage } from '../../support/archiveImage.js';
import {
  configOf,
  descriptorOf,
  hexOf,
  imageBlobs,
  indexBlobs,
  layoutMembers,
  legacyMembers,
  sha256,
} from '../../support/archiveImage.js';
import type { TarMember } from '../../support/archiveTar.js';
import { endBlocks, octalSize, padded, paxRecord, rawHeader, tarOf } from '../../support/archiveTar.js';
import { readImageFacts } from '../../support/imageFacts.js';
import { createTestHost } from '../../support/testHost.js';

const host = createTestHost();
const raw = Buffer.from('a layer '.repeat(300));
const image: SampleImage = { os: 'linux', architecture: 'amd64', tag: 'app:1.0', layers: [raw] };
const config = configOf(image);
const configName = `${hexOf(config)}.json`;

function manifest(section: object): TarMember {
  return { name: 'manifest.json', bytes: Buffer.from(JSON.stringify([section])) };
}

/** An archive with one layer, whose member or manifest is something else. */
function archiveWith(layer: readonly TarMember[], section: object = {}): readonly TarMember[] {
  const named = { Config: configName, RepoTags: ['app:1.0'], Layers: ['l/layer.tar'], ...section };
  return [{ name: configName, bytes: config }, ...layer, manifest(named)];
}

/** `good` when the output holds the image as it is, else the code of the error, in every format. */
async function verdicts(input: string): Promise<readonly string[]> {
  const formats: readonly TargetFormat[] = ['launchpad', 'docker-legacy', 'docker', 'oci'];
  const found = new Set<string>();
  for (const format of formats) {
    const place = path.join(await temporaryDirectory(), 'place');
    const output = path.join(place, 'out');
    const request = { inputs: [input], output, target: { format }, force: false };
    const verdict = await convertArchive(request, host).then(
      () => 'good',
      (error: unknown) => (isCoreError(error) ? error.code : `no code: ${String(error)}`),
    );
    const left = await readdir(place).catch(() => []);
    expect(left).toEqual(verdict === 'good' ? ['out'] : []);
    if (verdict === 'good') {
      const facts = await readImageFacts(output);
      expect(facts.map(({ diffIds }) => diffIds)).toEqual([[sha256(raw)]]);
    }
    found.add(verdict);
  }
  return [...found];
}

const twice = { name: 'l/layer.tar', bytes: raw };
const target = { name: 'deep/real.tar', bytes: raw };
const link = (name: string, linkname: string, type: TarMember['type'] = 'symlink'): TarMember => ({
  name,
  type,
  linkname,
});

test.each<[string, readonly TarMember[], string]>([
  ['a symlink to an earlier member', archiveWith([target, link('l/layer.tar', '../deep/real.tar')]), 'good'],
  ['a symlink to a later member', archiveWith([link('l/layer.tar', '../deep/real.tar'), target]), 'good'],
  [
    'a chain of two symlinks',
    archiveWith([link('l/layer.tar', '../b'), link('b', 'deep/real.tar'), target]),
    'good',
  ],
  [
    'a symlink that is written from the root',
    archiveWith([link('l/layer.tar', 'deep/real.tar'), target]),
    'good',
  ],
  [
    'a loop of symlinks',
    archiveWith([link('l/layer.tar', '../b'), link('b', 'l/layer.tar')]),
    'archive-corrupt',
  ],
  ['a symlink to /etc/passwd', archiveWith([link('l/layer.tar', '/etc/passwd')]), 'archive-incomplete'],
  [
    'a symlink out of the archive',
    archiveWith([link('l/layer.tar', '../../../../etc/passwd')]),
    'archive-corrupt',
  ],
  ['a hard link', archiveWith([target, link('l/layer.tar', 'deep/real.tar', 'link')]), 'good'],
  ['a pipe', archiveWith([{ name: 'l/layer.tar', type: 'fifo' }]), 'archive-corrupt'],
  ['a device', archiveWith([{ name: 'l/layer.tar', type: 'character-device' }]), 'archive-corrupt'],
  ['a folder', archiveWith([{ name: 'l/layer.tar', type: 'directory' }]), 'archive-corrupt'],
  ['a "./" prefix', archiveWith([{ name: './l/layer.tar', bytes: raw }]), 'good'],
  [
    'a leading slash in the manifest',
    archiveWith([twice], { Layers: ['/l/layer.tar'], Config: `/${configName}` }),
    'good',
  ],
  ['".." in the manifest', archiveWith([twice], { Layers: ['../l/layer.tar'] }), 'archive-incomplete'],
  ['".." in the name of a member', archiveWith([twice, { name: '../../evil', bytes: raw }]), 'good'],
  ['no such layer', archiveWith([]), 'archive-incomplete'],
  [
    'more layers than diff_ids',
    archiveWith([twice], { Layers: ['l/layer.tar', 'l/layer.tar'] }),
    'archive-mismatch',
  ],
  ['fewer layers than diff_ids', archiveWith([twice], { Layers: [] }), 'archive-mismatch'],
  ['another layer', archiveWith([{ name: 'l/layer.tar', bytes: Buffer.from('other') }]), 'archive-mismatch'],
  [
    'another layer in gzip',
    archiveWith([{ name: 'l/layer.tar', bytes: gzipSync('other') }]),
    'archive-mismatch',
  ],
  ['a layer in gzip', archiveWith([{ name: 'l/layer.tar', bytes: gzipSync(raw) }]), 'good'],
  [
    'a layer in several gzip members',
    archiveWith([
      {
        name: 'l/layer.tar',
        bytes: Buffer.concat([gzipSync(raw.subarray(0, 99)), gzipSync(raw.subarray(99))]),
      },
    ]),
    'good',
  ],
  [
    'gzip that is cut off',
    archiveWith([{ name: 'l/layer.tar', bytes: gzipSync(raw).subarray(0, -9) }]),
    'archive-corrupt',
  ],
  [
    'gzip with a wrong checksum',
    archiveWith([
      { name: 'l/layer.tar', bytes: Buffer.concat([gzipSync(raw).subarray(0, -8), Buffer.alloc(8)]) },
    ]),
    'archive-corrupt',
  ],
  [
    'a layer in xz',
    archiveWith([{ name: 'l/layer.tar', bytes: Buffer.from('fd377a585a0000', 'hex') }]),
    'archive-unsupported',
  ],
  ['a nameless layer that is not empty', archiveWith([twice], { Layers: [''] }), 'archive-corrupt'],
  ['a layer that is there twice, the same', archiveWith([twice, twice]), 'good'],
  [
    'a layer that is there twice, different',
    archiveWith([twice, { name: 'l/layer.tar', bytes: Buffer.from('other') }]),
    'archive-corrupt',
  ],
  [
    'a config of another digest',
    archiveWith([twice], { Config: `${'0'.repeat(64)}.json` }),
    'archive-incomplete',
  ],
  ['a manifest that is null', [{ name: 'manifest.json', bytes: Buffer.from('null') }], 'archive-corrupt'],
  ['a manifest that is empty', [{ name: 'manifest.json', bytes: Buffer.from('[]') }], 'archive-no-image'],
  [
    'a manifest with a byte order mark',
    [{ name: 'manifest.json', bytes: Buffer.from('\uFEFF[]') }],
    'archive-corrupt',
  ],
  [
    'a manifest that is nested deep',
    [{ name: 'manifest.json', bytes: Buffer.from('['.repeat(1_000_000)) }],
    'archive-corrupt',
  ],
  [
    'a manifest of more than memory should hold',
    [{ name: 'manifest.json', bytes: Buffer.alloc(5 * 1024 * 1024, ' ') }],
    'archive-too-large',
  ],
  [
    'only what Docker wrote before 1.10',
    [{ name: 'repositories', bytes: Buffer.from('{}') }],
    'archive-unsupported',
  ],
])('an archive with %s', async (_, members, verdict) => {
  expect(await verdicts(await writeTar(await temporaryDirectory(), members))).toEqual([verdict]);
});

/** A layout whose manifest says something else. */
function layoutWith(changes: object, blobs: readonly Buffer[] = []): readonly TarMember[] {
  const parts = imageBlobs(image, 'none', changes);
  const more = new Map(blobs.map((bytes) => [hexOf(bytes), bytes]));
  return layoutMembers([{ ...parts, blobs: new Map([...parts.blobs, ...more]) }]);
}

const layerType = 'application/vnd.oci.image.layer.v1.tar';
const nested = (depth: number): SampleBlobs =>
  depth === 0 ? imageBlobs(image, 'none') : indexBlobs([nested(depth - 1)]);
const deepObject = `{"a":`.repeat(200_000) + '1' + '}'.repeat(200_000);

test.each<[string, readonly TarMember[], string]>([
  [
    'a size that lies',
    layoutWith({ layers: [{ ...descriptorOf(layerType, raw), size: 3 }] }),
    'archive-mismatch',
  ],
  [
    'a negative size',
    layoutWith({ layers: [{ ...descriptorOf(layerType, raw), size: -1 }] }),
    'archive-corrupt',
  ],
  [
    'a size beyond all numbers',
    layoutWith({ layers: [{ ...descriptorOf(layerType, raw), size: 2 ** 62 }] }),
    'archive-corrupt',
  ],
  [
    'a digest that is a path',
    layoutWith({ layers: [{ ...descriptorOf(layerType, raw), digest: 'sha256:../../../etc/passwd' }] }),
    'archive-corrupt',
  ],
  [
    'a digest in upper case',
    layoutWith({ layers: [{ ...descriptorOf(layerType, raw), digest: sha256(raw).toUpperCase() }] }),
    'archive-corrupt',
  ],
  ['a media type that says gzip', layoutWith({ layers: [descriptorOf(`${layerType}+gzip`, raw)] }), 'good'],
  [
    'a layer that may not be distributed and is not there',
    layoutWith({
      layers: [
        descriptorOf('application/vnd.oci.image.layer.nondistributable.v1.tar', Buffer.from('elsewhere')),
      ],
    }),
    'archive-incomplete',
  ],
  ['no manifest at all', layoutMembers([]), 'archive-no-image'],
  ['indexes three deep', layoutMembers([nested(3)]), 'good'],
  ['indexes fifty deep', layoutMembers([nested(50)]), 'archive-unsupported'],
  [
    'an index of ten thousand times the same image',
    layoutMembers(Array.from({ length: 10_000 }, () => imageBlobs(image, 'none'))),
    'good',
  ],
  ['a field that nobody knows, nested deep', layoutWith({ unknown: '@' }), 'good'],
])('a layout with %s', async (_, members, verdict) => {
  expect(await verdicts(await writeTar(await temporaryDirectory(), members))).toEqual([verdict]);
});

test('a manifest that is nested too deep to be written again is kept or refused, and ends nothing', async () => {
  const text = JSON.stringify({
    schemaVersion: 2,
    config: descriptorOf('application/vnd.oci.image.config.v1+json', config),
    layers: [descriptorOf(layerType, raw)],
    unknown: '@',
  }).replace('"@"', deepObject);
  const document = Buffer.from(text);
  const part: SampleBlobs = {
    blobs: new Map([config, raw, document].map((bytes) => [hexOf(bytes), bytes])),
    descriptor: descriptorOf('application/vnd.oci.image.manifest.v1+json', document),
  };
  const input = await writeTar(await temporaryDirectory(), layoutMembers([part]));
  const convert = async (compression: 'keep' | 'gzip'): Promise<string> =>
    convertArchive(
      {
        inputs: [input],
        output: path.join(await temporaryDirectory(), 'out'),
        target: { format: 'oci', compression },
        force: false,
      },
      host,
    ).then(
      () => 'good',
      (error: unknown) => (hasCode(error, 'archive-too-large') ? error.code : String(error)),
    );
  expect([await convert('keep'), await convert('gzip')]).toEqual(['good', 'archive-too-large']);
});

test('a manifest that names one blob ten thousand times is read once', async () => {
  const layers = Array.from({ length: 10_000 }, () => raw);
  const many: SampleImage = { ...image, layers };
  const big = configOf(many, { history: [] });
  const section = { Config: `${hexOf(big)}.json`, RepoTags: null, Layers: layers.map(() => 'l/layer.tar') };
  const members = [{ name: `${hexOf(big)}.json`, bytes: big }, twice, manifest(section)];
  const input = await writeTar(await temporaryDirectory(), members);
  let read = 0;
  const output = path.join(await temporaryDirectory(), 'out');
  const request = { inputs: [input], output, target: { format: 'oci' as const }, force: false };
  const { images } = await convertArchive(request, host, {
    onProgress: ({ current }) => {
      read = current;
    },
  });
  expect([images[0]?.layers.length, read]).toEqual([10_000, raw.length]);
});

const entry = (name: string, bytes: Uint8Array, more: object = {}): Buffer =>
  Buffer.concat([rawHeader({ name, sizeField: octalSize(bytes.length), ...more }), padded(bytes)]);

test.each<[string, () => Promise<Buffer>, string]>([
  [
    'that is cut off',
    async () => (await tarOf(legacyMembers([image]))).subarray(0, 3000),
    'archive-truncated',
  ],
  ['without an end', async () => (await tarOf(legacyMembers([image]))).subarray(0, -1024), 'good'],
  [
    'with other bytes after its end',
    async () => Buffer.concat([await tarOf(legacyMembers([image])), Buffer.from('x'.repeat(999))]),
    'good',
  ],
  [
    'with a size of a tebibyte',
    () =>
      Promise.resolve(
        Buffer.concat([
          rawHeader({ name: 'x', sizeField: Buffer.from('80000000000001000000000000'.slice(0, 24), 'hex') }),
          endBlocks,
        ]),
      ),
    'archive-truncated',
  ],
  [
    'with a PAX size that is none',
    () => {
      const pax = Buffer.from(paxRecord('size', '99999999999999999999'));
      return Promise.resolve(Buffer.concat([entry('pax', pax, { type: 'x' }), entry('x', raw), endBlocks]));
    },
    'archive-corrupt',
  ],
  ['that is text', () => Promise.resolve(Buffer.from('no archive '.repeat(99))), 'archive-unreadable'],
  ['that is empty', () => Promise.resolve(Buffer.alloc(0)), 'archive-unreadable'],
  [
    'with names that are no UTF-8',
    async () => Buffer.concat([entry('\xff\xfe', raw), await tarOf(legacyMembers([image]))]),
    'good',
  ],
])('a file %s', async (_, bytes, verdict) => {
  expect(await verdicts(await writeBytes(await temporaryDirectory(), await bytes()))).toEqual([verdict]);
});

test('a bomb in a layer stops before the disk is full, and is not written at all for its digest', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  const input = await writeTar(
    await temporaryDirectory(),
    archiveWith([{ name: 'l/layer.tar', bytes: bomb }]),
  );
  const small = {
    ...host,
    files: { ...host.files, freeBytes: () => Promise.resolve(8 * 1024 * 1024) },
  };
  const place = path.join(await temporaryDirectory(), 'place');
  const request = {
    inputs: [input],
    output: path.join(place, 'out'),
    target: { format: 'docker-legacy' as const },
    force: false,
  };
  await expect(convertArchive(request, small)).rejects.toMatchObject({ code: 'output-no-space' });
  expect(await readdir(place)).toEqual([]);
});

test('no symlink of a folder leads out of it', async () => {
  const members = archiveWith([twice]).filter(({ name }) => name !== 'l/layer.tar');
  const secret = path.join(await temporaryDirectory(), 'secret');
  await writeFile(secret, raw);
  for (const [linkText, verdict] of [
    [secret, 'archive-corrupt'],
    ['../../../../../../../../etc/passwd', 'archive-corrupt'],
    ['layer.tar', 'archive-corrupt'],
    ['../real', 'good'],
  ] as const) {
    const folder = await writeFolder(await temporaryDirectory(), members);
    await mkdir(path.join(folder, 'l'));
    await writeFile(path.join(folder, 'real'), raw);
    await symlink(linkText, path.join(folder, 'l', 'layer.tar'));
    expect(await verdicts(folder)).toEqual([verdict]);
  }
});
