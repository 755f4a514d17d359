import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { compareContents } from '../../../../src/core/image/contents/compareContents.js';
import type { FileDifference } from '../../../../src/core/image/contents/compareContents.js';
import { findNode, walkTree } from '../../../../src/core/image/contents/imageTree.js';
import type { ImageTree } from '../../../../src/core/image/contents/imageTree.js';
import type { LayerContents, LayerEntry } from '../../../../src/core/image/contents/layerEntry.js';
import { mergeContents, treeOfLayer } from '../../../../src/core/image/contents/mergeContents.js';
import { readLayerContents } from '../../../../src/core/image/contents/readLayerContents.js';
import { readLayerFile } from '../../../../src/core/image/contents/readLayerFile.js';
import { wastedSpace } from '../../../../src/core/image/contents/wastedSpace.js';
import { temporaryDirectory } from '../../../support/archiveFiles.js';
import { endBlocks, rawHeader, tarOf } from '../../../support/archiveTar.js';
import type { TarMember } from '../../../support/archiveTar.js';
import { contentsOf, gnuTar, gzipped, layerOf, readRaw } from './layerSample.js';

const file = (name: string, size = 1): TarMember => ({ name, bytes: Buffer.alloc(size, 'x') });
const folder = (name: string): TarMember => ({ name, type: 'directory' });
const gone = (name: string): TarMember => ({ name: name.replace(/([^/]+)$/, '.wh.$1') });
const opaque = (name: string): TarMember => ({ name: `${name}/.wh..wh..opq` });
const symlink = (name: string, linkname: string): TarMember => ({ name, type: 'symlink', linkname });
const hardlink = (name: string, linkname: string): TarMember => ({ name, type: 'link', linkname });

/** The contents of layers, lowest first. */
async function layers(...all: readonly (readonly TarMember[])[]): Promise<readonly LayerContents[]> {
  return Promise.all(all.map((members) => contentsOf(members)));
}

/** `path` of everything that is there, or `path change` where the layer did something. */
function marks(tree: ImageTree): readonly string[] {
  return [...walkTree(tree)]
    .filter(({ path: place }) => place !== '')
    .map(({ path: place, change }) => (change === 'unchanged' ? place : `${place} ${change}`));
}

test('a layer adds, changes and removes', async () => {
  const tree = mergeContents(
    await layers(
      [file('a'), file('b'), folder('d'), file('d/x'), file('d/y')],
      [file('b'), gone('a'), gone('d/x'), file('n')],
    ),
  );
  expect(marks(tree)).toEqual(['a removed', 'b changed', 'd', 'd/x removed', 'd/y', 'n added']);
  expect(findNode(tree, 'd')).toMatchObject({
    hasChangesBelow: true,
    change: 'unchanged',
    totalBytes: 1,
    fileCount: 1,
  });
});

test('the tree of a layer is what the layer did', async () => {
  const all = await layers([file('a', 7), file('d/x')], [gone('d'), file('n', 5)], [file('z')]);
  expect(marks(treeOfLayer(all, 1))).toEqual(['d removed', 'd/x removed', 'n added']);
  expect(treeOfLayer(all, 1).root.totalBytes).toBe(5);
  expect(marks(mergeContents(all))).toEqual(['a', 'n', 'z added']);
  expect(marks(mergeContents(all, 0))).toEqual(['a added', 'd added', 'd/x added']);
});

test.each([
  [
    'an opaque directory hides what is below',
    [
      [file('d/a'), file('e/a')],
      [opaque('d'), file('d/b')],
    ],
    ['d/b', 'e/a'],
  ],
  [
    'an opaque directory keeps what its own layer holds, whatever the order',
    [[file('d/a')], [file('d/b'), opaque('d')]],
    ['d/b'],
  ],
  ['a whiteout concerns the layers below only', [[file('a')], [file('a'), gone('a')]], ['a']],
  ['a whiteout removes a whole directory', [[file('d/a/b/c')], [gone('d/a')]], ['d']],
  [
    'a root that is opaque hides everything',
    [
      [file('a'), file('b')],
      [{ name: '.wh..wh..opq' }, file('c')],
    ],
    ['c'],
  ],
  ['a file takes the place of a directory', [[file('d/a')], [file('d')]], ['d']],
  ['a directory takes the place of a file', [[file('d')], [folder('d'), file('d/a')]], ['d/a']],
  ['a directory over a directory is one', [[file('d/a')], [folder('d'), file('d/b')]], ['d/a', 'd/b']],
  [
    'a symlink takes the place of a directory',
    [[file('d/a'), file('e/b')], [symlink('d', 'e')]],
    ['d', 'e/b'],
  ],
  [
    'a parent that is a symlink is followed',
    [[file('usr/lib/a'), symlink('lib', 'usr/lib')], [file('lib/b')]],
    ['lib', 'usr/lib/a', 'usr/lib/b'],
  ],
  [
    'a whiteout behind a symlink removes what it leads to',
    [[file('usr/lib/a'), symlink('lib', '/usr/lib')], [gone('lib/a')]],
    ['lib', 'usr/lib'],
  ],
  [
    'a symlink out of the image stays inside',
    [[symlink('up', '../../../etc')], [file('up/passwd')]],
    ['etc/passwd', 'up'],
  ],
  ['what was removed can come back', [[file('d/a')], [gone('d')], [file('d/b')]], ['d/b']],
  ['the last of two members of one name counts', [[file('a', 3), file('a', 5)]], ['a']],
] as const)('%s', async (_, stack, leaves) => {
  const tree = mergeContents(await layers(...stack));
  const live = [...walkTree(tree)].filter(({ change, path: place }) => change !== 'removed' && place !== '');
  const isLeaf = ({ children }: { children: ReadonlyMap<string, { change: string }> }): boolean =>
    [...children.values()].every(({ change }) => change === 'removed');
  expect(live.filter(isLeaf).map(({ path: place }) => place)).toEqual(leaves);
  expect(tree.root.fileCount).toBe(live.filter(({ kind }) => kind !== 'directory').length);
});

test('files of several names are counted once, as long as one is there', async () => {
  const first = [file('a', 100), hardlink('b', 'a'), hardlink('d/c', 'a')];
  const all = await layers(first, [gone('a')], [gone('b')], [gone('d/c')]);
  const sums = all.map((_, index) => mergeContents(all, index).root.totalBytes);
  expect(sums).toEqual([100, 100, 100, 0]);
  expect(findNode(mergeContents(all, 1), 'b')).toMatchObject({
    kind: 'file',
    sizeBytes: 100,
    linkCount: 2,
    layer: 0,
  });
  expect(wastedSpace(all.slice(0, 3)).wastedBytes).toBe(0);
  expect(wastedSpace(all)).toEqual({
    wastedBytes: 100,
    efficiency: 0,
    files: [{ path: 'a', count: 1, sizeBytes: 100 }],
  });
});

test('a node tells which layer it is from', async () => {
  const tree = mergeContents(await layers([file('a'), folder('d')], [file('b')], [file('a'), folder('d')]));
  expect(['a', 'b', 'd'].map((place) => findNode(tree, place)?.layer)).toEqual([2, 1, 0]);
  expect(findNode(tree, 'd')?.change).toBe('unchanged');
});

test('links that lead nowhere and whiteouts of nothing are noted', async () => {
  const tree = mergeContents(
    await layers([symlink('x', 'y'), symlink('y', 'x'), file('x/a'), hardlink('h', 'none'), gone('b')]),
  );
  expect(tree.notes).toEqual([
    'Layer 1 removes b, which is not there.',
    'x/a is below a link that leads in circles, so it cannot be unpacked.',
    'h is a hard link to none, which is no file of the image.',
  ]);
});

test('an image without layers is an empty directory', () => {
  expect(mergeContents([]).root).toMatchObject({ kind: 'directory', totalBytes: 0, fileCount: 0 });
  expect(wastedSpace([])).toEqual({ wastedBytes: 0, efficiency: 1, files: [] });
});

test('what is stored in vain is found, and the efficiency is that of dive', async () => {
  const all = await layers(
    [file('kept', 1000), file('twice', 300), file('d/gone', 200)],
    [file('twice', 400), gone('d')],
  );
  expect(wastedSpace(all)).toEqual({
    wastedBytes: 500,
    efficiency: (1000 + 300 + 0) / (1000 + 300 + 400 + 200),
    files: [
      { path: 'twice', count: 2, sizeBytes: 300 },
      { path: 'd/gone', count: 1, sizeBytes: 200 },
    ],
  });
});

test('paths of any depth and links of any number end in an error, not in waiting', async () => {
  const deep = `${'d/'.repeat(2000)}s`;
  const members: TarMember[] = [symlink('s0', '.')];
  for (let index = 1; index < 4; index += 1) {
    members.push({ ...folder(`s${index - 1}/${deep}`) }, symlink(`s${index}`, `s${index - 1}/${deep}`));
  }
  const contents = await contentsOf(members);
  expect(() => mergeContents([contents])).toThrow(
    expect.objectContaining({ code: 'archive-too-large' }) as Error,
  );
});

test('a hundred thousand files are merged', async () => {
  const headers = Array.from({ length: 100_000 }, (_, index) =>
    rawHeader({ name: `d${index % 100}/f${index}` }),
  );
  const contents = await readRaw(...headers, endBlocks);
  expect(mergeContents([contents, contents]).root.fileCount).toBe(100_000);
});

test('merging is what unpacking one after another is', async () => {
  const name = fc.constantFrom('a', 'b', 'c/x', 'c/y', 'd/e/f', 'd/e/g', 'd/h');
  const step = fc.record({
    add: fc.uniqueArray(name, { maxLength: 4 }),
    remove: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'd/e', 'c/x'), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      const root = await temporaryDirectory();
      const stack: (readonly TarMember[])[] = [];
      for (const { add, remove } of steps) {
        if (remove !== undefined) {
          await rm(path.join(root, remove), { recursive: true, force: true });
        }
        for (const place of add) {
          await mkdir(path.dirname(path.join(root, place)), { recursive: true });
          await writeFile(path.join(root, place), 'x');
        }
        stack.push([...(remove === undefined ? [] : [gone(remove)]), ...add.map((place) => file(place))]);
      }
      const there = execFileSync('find', ['.', '-type', 'f', '-printf', '%P\n'], {
        cwd: root,
        encoding: 'utf8',
      });
      const merged = [...walkTree(mergeContents(await layers(...stack)))]
        .filter(({ kind, change }) => kind === 'file' && change !== 'removed')
        .map(({ path: place }) => place);
      expect(merged).toEqual(
        there
          .split('\n')
          .filter((line) => line !== '')
          .sort(),
      );
    }),
    { seed: 3, numRuns: 40 },
  );
});

/** A difference in short. */
function short({ path: place, change, fields }: FileDifference): string {
  return [change, place, ...fields].join(' ');
}

test('two layers are compared file by file', async () => {
  const at = (seconds: number): Record<string, string> => ({ mtime: String(seconds) });
  const before = await contentsOf(
    [
      file('same'),
      file('content', 4),
      file('size', 4),
      { ...file('time'), pax: at(5) },
      symlink('link', 'a'),
      file('kind'),
      file('old'),
      gone('wh'),
    ],
    { hashFiles: true },
  );
  const after = await contentsOf(
    [
      file('same'),
      { name: 'content', bytes: Buffer.from('abcd') },
      file('size', 5),
      { ...file('time'), pax: at(6) },
      symlink('link', 'b'),
      folder('kind'),
      file('new'),
      gone('wh'),
    ],
    { hashFiles: true },
  );
  expect(compareContents(before, after).map(short)).toEqual([
    'changed content content',
    'changed kind kind mode size',
    'changed link link',
    'added new',
    'removed old',
    'changed size size content',
    'changed time time',
  ]);
  expect(compareContents(before, before)).toEqual([]);
});

test('two images are compared by what is there in the end', async () => {
  const one = mergeContents(await layers([file('a'), file('b')], [gone('b'), file('c', 2)]));
  const other = mergeContents(await layers([file('a'), file('c', 2)]));
  expect(compareContents(one, other)).toEqual([]);
});

function entryOf(entries: readonly LayerEntry[], place: string): LayerEntry {
  const found = entries.find((entry) => entry.path === place);
  if (found === undefined) {
    throw new Error(`${place} is not there`);
  }
  return found;
}

test('a file is read from a layer of any compression, and no further than it needs', async () => {
  const bytes = Buffer.from('the very content');
  const archive = await tarOf([file('before', 5000), { name: 'wanted', bytes }, file('after', 3_000_000)]);
  for (const stored of [archive, gzipped(archive)]) {
    const layer = await layerOf(stored);
    const { entries } = await readLayerContents(layer);
    const entry = entryOf(entries, 'wanted');
    expect(Buffer.from(await readLayerFile(layer, entry, { maxBytes: 100 }))).toEqual(bytes);
  }
});

test('the holes of a sparse file are zeros', async () => {
  const directory = await temporaryDirectory();
  const script = 'truncate -s 300000 s; printf middle | dd of=s bs=1 seek=150000 conv=notrunc status=none';
  execFileSync('sh', ['-c', script], { cwd: directory });
  for (const options of [
    ['--format=gnu'],
    ['--format=pax', '--sparse-version=1.0'],
    ['--format=pax', '--sparse-version=0.1'],
  ]) {
    const layer = await layerOf(gnuTar(directory, '--sparse', ...options));
    const { entries } = await readLayerContents(layer);
    const entry = entryOf(entries, 's');
    const content = Buffer.from(await readLayerFile(layer, entry, { maxBytes: 1_000_000 }));
    expect([content.length, content.indexOf('middle'), content.filter((byte) => byte !== 0).length]).toEqual([
      300_000, 150_000, 6,
    ]);
  }
});

test('a file that is too large, or none, is refused', async () => {
  const layer = await layerOf(await tarOf([file('big', 200), folder('d')]));
  const { entries } = await readLayerContents(layer);
  await expect(readLayerFile(layer, entryOf(entries, 'big'), { maxBytes: 199 })).rejects.toMatchObject({
    code: 'archive-too-large',
  });
  await expect(readLayerFile(layer, entryOf(entries, 'd'), { maxBytes: 199 })).rejects.toMatchObject({
    code: 'archive-unsupported',
  });
});
