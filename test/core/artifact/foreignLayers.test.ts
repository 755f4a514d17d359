import * as path from 'node:path';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import type { TargetOptions } from '../../../src/core/artifact/targetOptions.js';
import { snapshot, temporaryDirectory, writeTar } from '../../support/archiveFiles.js';
import { descriptorOf, hexOf, imageBlobs, layoutMembers } from '../../support/archiveImage.js';
import type { SampleImage } from '../../support/archiveImage.js';
import { createTestHost } from '../../support/testHost.js';

const host = createTestHost();
const base = Buffer.from('base of windows '.repeat(50));
const own = Buffer.from('own '.repeat(100));
const image: SampleImage = { os: 'windows', architecture: 'amd64', tag: 'app:1.0', layers: [base, own] };
const foreign = descriptorOf('application/vnd.oci.image.layer.nondistributable.v1.tar', base, {
  urls: ['https://example.com/base'],
});
const sample = imageBlobs(image, 'none', {
  layers: [foreign, descriptorOf('application/vnd.oci.image.layer.v1.tar', own)],
});

/** An archive without the layer that may not be distributed. */
async function input(): Promise<string> {
  const members = layoutMembers([sample]).filter(({ name }) => !name.endsWith(hexOf(base)));
  return writeTar(await temporaryDirectory(), members);
}

async function convert(target: TargetOptions): Promise<{
  readonly notes: readonly string[];
  readonly files: ReadonlyMap<string, Buffer>;
}> {
  const output = path.join(await temporaryDirectory(), 'out');
  const { leftAside } = await convertArchive({ inputs: [await input()], output, target, force: false }, host);
  return { notes: leftAside, files: await snapshot(output) };
}

interface Manifest {
  readonly layers: readonly object[];
}

test('an image that lacks a layer that may not be distributed is not whole, and the layer is named', async () => {
  await expect(convert({ format: 'oci' })).rejects.toMatchObject({
    code: 'archive-incomplete',
    message: expect.stringContaining(foreign.digest) as string,
  });
});

test('it is kept byte for byte where the layer is to be named only, and that is said', async () => {
  const { files, notes } = await convert({ format: 'oci', foreignLayers: 'name' });
  const manifest = `blobs/sha256/${sample.descriptor.digest.slice('sha256:'.length)}`;
  expect(files.get(manifest)).toEqual(sample.blobs.get(path.basename(manifest)));
  expect(files.has(`blobs/sha256/${hexOf(own)}`)).toBe(true);
  expect(files.has(`blobs/sha256/${hexOf(base)}`)).toBe(false);
  expect(notes).toEqual([expect.stringContaining(`${foreign.digest} may not be distributed`)]);
});

test('the descriptor of such a layer stays while the others are compressed', async () => {
  const { files } = await convert({ format: 'oci', foreignLayers: 'name', compression: 'gzip' });
  const index = JSON.parse(String(files.get('index.json'))) as {
    readonly manifests: readonly { readonly digest: string }[];
  };
  const name = `blobs/sha256/${index.manifests[0]?.digest.slice('sha256:'.length) ?? ''}`;
  const { layers } = JSON.parse(String(files.get(name))) as Manifest;
  expect(layers).toEqual([
    foreign,
    expect.objectContaining({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }),
  ]);
});

test('a layer that is there is taken and checked all the same', async () => {
  const output = path.join(await temporaryDirectory(), 'out');
  const archive = await writeTar(await temporaryDirectory(), layoutMembers([sample]));
  const target: TargetOptions = { format: 'oci', foreignLayers: 'name' };
  const { leftAside } = await convertArchive({ inputs: [archive], output, target, force: false }, host);
  expect([leftAside, (await snapshot(output)).has(`blobs/sha256/${hexOf(base)}`)]).toEqual([[], true]);
});

test.each(['launchpad', 'docker-legacy', 'docker'] as const)(
  'the format %s has no place for layers that are not there',
  async (format) => {
    await expect(convert({ format, foreignLayers: 'name' })).rejects.toMatchObject({ code: 'target-unfit' });
  },
);
