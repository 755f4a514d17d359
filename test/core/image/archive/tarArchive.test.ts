import { expect, test } from 'vitest';

import { memorySource } from '../../../../src/core/image/archive/byteRange.js';
import { openTarArchive } from '../../../../src/core/image/archive/tarArchive.js';
import type { TarMember } from '../../../support/archiveTar.js';
import { endBlocks, rawHeader, tarOf } from '../../../support/archiveTar.js';

const target: TarMember = { name: 'x/layer.tar', bytes: Buffer.from('layer') };

function symlink(name: string, linkname: string): TarMember {
  return { name, type: 'symlink', linkname };
}

/** The content found under `wanted`, `missing`, or the error's code; and the notes. */
async function find(members: readonly TarMember[], wanted: string): Promise<readonly string[]> {
  const archive = await openTarArchive('image.tar', memorySource(await tarOf(members)));
  const found = await archive.find(wanted).then(
    async (blob) =>
      blob === undefined ? 'missing' : Buffer.from(await blob.read(0, blob.sizeBytes)).toString(),
    (error: unknown) => (error as { code: string }).code,
  );
  return [found, ...archive.notes()];
}

test('a symlink is followed beside its place, before or after its target', async () => {
  const link = symlink('y/layer.tar', '../x/layer.tar');
  expect([await find([link, target], 'y/layer.tar'), await find([target, link], 'y/layer.tar')]).toEqual([
    ['layer'],
    ['layer'],
  ]);
});

test('a hard link is followed from the root', async () => {
  const link: TarMember = { name: 'y/layer.tar', type: 'link', linkname: 'x/layer.tar' };
  expect(await find([target, link], 'y/layer.tar')).toEqual(['layer']);
});

test('a symlink written from the root of the archive is followed and noted', async () => {
  expect(await find([target, symlink('y/layer.tar', 'x/layer.tar')], 'y/layer.tar')).toEqual([
    'layer',
    'The link "y/layer.tar" is written relative to the root of the archive.',
  ]);
});

test('eight links in a row are followed, nine are not', async () => {
  const chain = (length: number): readonly TarMember[] =>
    Array.from({ length }, (_, index) => symlink(`l${index}`, index === 0 ? 'x/layer.tar' : `l${index - 1}`));
  expect([await find([target, ...chain(8)], 'l7'), await find([target, ...chain(9)], 'l8')]).toEqual([
    ['layer'],
    ['archive-corrupt'],
  ]);
});

test('links that lead in a circle are refused', async () => {
  expect(await find([symlink('a', 'b'), symlink('b', 'a')], 'a')).toEqual(['archive-corrupt']);
  expect(await find([symlink('a', 'a')], 'a')).toEqual(['archive-corrupt']);
});

test('a link never leads to a file of the machine', async () => {
  expect(await find([symlink('a', '/etc/passwd')], 'a')).toEqual(['archive-incomplete']);
  expect(await find([symlink('d/a', '../../../etc/passwd')], 'd/a')).toEqual(['archive-corrupt']);
});

test('a pipe, a device and a folder are no blobs', async () => {
  const members: readonly TarMember[] = [
    { name: 'p', type: 'fifo' },
    { name: 'c', type: 'character-device' },
    { name: 'd', type: 'directory' },
  ];
  expect([await find(members, 'p'), await find(members, 'c'), await find(members, 'd')]).toEqual([
    ['archive-corrupt'],
    ['archive-corrupt'],
    ['archive-corrupt'],
  ]);
});

test('a name asked with a leading slash is found inside and noted', async () => {
  expect(await find([target], '/x/layer.tar')).toEqual([
    'layer',
    '"/x/layer.tar" is written with a leading slash; it is looked up inside the archive.',
  ]);
});

test('a name that is not there is missing', async () => {
  expect(await find([target], 'other')).toEqual(['missing']);
});

test('a member given twice must be the same both times', async () => {
  const other: TarMember = { name: 'x/layer.tar', bytes: Buffer.from('LAYER') };
  expect([await find([target, target], 'x/layer.tar'), await find([target, other], 'x/layer.tar')]).toEqual([
    ['layer'],
    ['archive-corrupt'],
  ]);
});

test('a blob stored as a sparse file is refused', async () => {
  const bytes = Buffer.concat([rawHeader({ name: 'layer.tar', type: 'S' }), endBlocks]);
  const archive = await openTarArchive('image.tar', memorySource(bytes));
  await expect(archive.find('layer.tar')).rejects.toThrow('"layer.tar" is stored as a sparse file');
});

test('errors name the archive', async () => {
  await expect(openTarArchive('image.tar', memorySource(Buffer.alloc(600, 1)))).rejects.toThrow(
    /^image\.tar: /,
  );
});

test('folders are listed, also those that are only part of a name', async () => {
  const members: readonly TarMember[] = [
    target,
    { name: './x/y/', type: 'directory' },
    symlink('x/link', 'layer.tar'),
    { name: 'pipe', type: 'fifo' },
    { name: 'a/b/c/d/e/f', bytes: Buffer.from('deep') },
  ];
  const archive = await openTarArchive('image.tar', memorySource(await tarOf(members)));
  expect(await archive.list('')).toEqual([
    { name: 'x', kind: 'directory' },
    { name: 'pipe', kind: 'other' },
    { name: 'a', kind: 'directory' },
  ]);
  expect(await archive.list('/x/')).toEqual([
    { name: 'layer.tar', kind: 'file' },
    { name: 'y', kind: 'directory' },
    { name: 'link', kind: 'link' },
  ]);
  expect(await archive.list('a/b/c')).toEqual([{ name: 'd', kind: 'directory' }]);
  expect([await archive.list('a/b/c/d'), await archive.list('nowhere')]).toEqual([[], []]);
});
