import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import { memorySource } from '../../../src/core/image/archive/byteRange.js';
import { findNestedLayer } from '../../../src/core/image/nestedLayer.js';
import { snapshot, temporaryDirectory, writeFolder } from '../../support/archiveFiles.js';
import { configOf, hexOf, sha256 } from '../../support/archiveImage.js';
import type { SampleImage } from '../../support/archiveImage.js';
import { tarOf } from '../../support/archiveTar.js';
import { readImageFacts } from '../../support/imageFacts.js';
import { createTestHost } from '../../support/testHost.js';

const layer = await tarOf([{ name: 'a', bytes: Buffer.from('content '.repeat(300_000)) }]);
const other = await tarOf([{ name: 'b', bytes: Buffer.from('b') }]);
const around = (name: string): Promise<Buffer> =>
  tarOf([
    { name: 'VERSION', bytes: Buffer.from('1.0') },
    { name, bytes: layer },
  ]);

test.each(['layer.tar', './layer.tar', `${'0'.repeat(64)}/layer.tar`])(
  'a layer that is the member %s is read in pieces, on and back',
  async (name) => {
    const blob = memorySource(gzipSync(await around(name)));
    const found = await findNestedLayer(blob, sha256(layer), 'L');
    expect(found?.sizeBytes).toBe(layer.length);
    const pieces = await Promise.all([found?.read(0, 1000), found?.read(1000, 600_000), found?.read(5, 10)]);
    expect(pieces.map((piece) => hexOf(piece ?? Buffer.alloc(0)))).toEqual([
      hexOf(layer.subarray(0, 1000)),
      hexOf(layer.subarray(1000, 601_000)),
      hexOf(layer.subarray(5, 15)),
    ]);
  },
);

test('a layer that holds a file of that name is the layer itself, as is one without', async () => {
  const content = await around('layer.tar');
  expect(await findNestedLayer(memorySource(gzipSync(content)), sha256(content), 'L')).toBeUndefined();
  expect(await findNestedLayer(memorySource(gzipSync(layer)), sha256(layer), 'L')).toBeUndefined();
});

test('what is damaged is left to whoever reads it', async () => {
  const stored = gzipSync(await around('layer.tar'));
  for (const bytes of [
    stored.subarray(0, 15),
    stored.subarray(0, stored.length / 2),
    Buffer.from('no gzip'),
  ]) {
    expect(await findNestedLayer(memorySource(bytes), sha256(layer), 'L')).toBeUndefined();
  }
});

test("Launchpad's first form becomes what it is today", async () => {
  const image: SampleImage = { os: 'linux', architecture: 'amd64', tag: 'app:1.0', layers: [layer, other] };
  const config = configOf(image);
  const files = await Promise.all(
    image.layers.map(async (raw) => ({
      id: hexOf(raw),
      bytes: gzipSync(await tarOf([{ name: 'layer.tar', bytes: raw }])),
    })),
  );
  const records = image.layers.map((raw, index) => [
    sha256(raw),
    { digest: hexOf(files[index]?.bytes ?? raw), source: '', layer_id: hexOf(raw) },
  ]);
  const section = {
    Config: `${hexOf(config)}.json`,
    RepoTags: [image.tag],
    Layers: files.map(({ id }) => `${id}/layer.tar`),
  };
  const input = await writeFolder(await temporaryDirectory(), [
    ...files.map(({ id, bytes }) => ({ name: `${id}.tar.gz`, bytes })),
    { name: section.Config, bytes: config },
    { name: 'digests.json', bytes: Buffer.from(JSON.stringify([Object.fromEntries(records)])) },
    { name: 'manifest.json', bytes: Buffer.from(JSON.stringify([section])) },
  ]);
  const output = `${await temporaryDirectory()}/out`;
  await convertArchive({ inputs: [input], output, force: false }, createTestHost());
  const [facts] = await readImageFacts(output);
  expect(facts?.diffIds).toEqual(image.layers.map(sha256));
  expect((await snapshot(output)).has(`amd64/${hexOf(layer)}.tar.gz`)).toBe(true);
});
