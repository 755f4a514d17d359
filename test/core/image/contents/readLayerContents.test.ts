import { execFileSync } from 'node:child_process';
import { chmod, link, mkdir, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { LayerEntry } from '../../../../src/core/image/contents/layerEntry.js';
import { formatEntryPath } from '../../../../src/core/image/contents/layerEntry.js';
import { readLayerContents } from '../../../../src/core/image/contents/readLayerContents.js';
import { temporaryDirectory } from '../../../support/archiveFiles.js';
import { sha256 } from '../../../support/archiveImage.js';
import { endBlocks, octalSize, padded, paxRecord, rawHeader, tarOf } from '../../../support/archiveTar.js';
import { contentsOf, gnuTar, gzipped, layerOf, rawMember, readRaw } from './layerSample.js';

/** A folder with a member of every kind that needs no privilege. */
async function sampleFolder(): Promise<string> {
  const folder = await temporaryDirectory();
  const deep = path.join(folder, 'usr/share/doc', 'a-long-name-'.repeat(12), 'b-long-name-'.repeat(10));
  await mkdir(deep, { recursive: true });
  await writeFile(path.join(folder, 'usr/hello'), 'hello\n');
  await writeFile(path.join(deep, 'naïve café.txt'), 'x'.repeat(700));
  await symlink('../usr/hello', path.join(folder, 'usr/link'));
  await link(path.join(folder, 'usr/hello'), path.join(folder, 'usr/twin'));
  execFileSync('sh', ['-c', 'mkfifo pipe'], { cwd: folder });
  await chmod(path.join(folder, 'usr/hello'), 0o4755);
  await utimes(path.join(folder, 'usr/hello'), 1_000_000_000.5, 1_000_000_000.5);
  await writeFile(path.join(folder, 'holes'), 'start');
  await truncate(path.join(folder, 'holes'), 5_000_000);
  return folder;
}

/** What `tar --list --verbose` says of each member: type and mode, size (of files), name, and target. */
function listing(archive: Buffer): readonly string[] {
  const lines = execFileSync(
    'tar',
    ['--numeric-owner', '--full-time', '--utc', '--quoting-style=literal', '-tvf', '-'],
    {
      input: archive,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    },
  );
  return lines.trimEnd().split('\n');
}

const letters: Readonly<Record<LayerEntry['kind'], string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  hardlink: 'h',
  fifo: 'p',
  character: 'c',
  block: 'b',
};

/** An entry in GNU tar's own words, as far as both know it. */
function toListing(entry: LayerEntry): string {
  const target = entry.kind === 'hardlink' ? ` link to ./${entry.linkName ?? ''}` : '';
  const arrow = entry.kind === 'symlink' ? ` -> ${entry.linkName ?? ''}` : '';
  const slash = entry.kind === 'directory' ? '/' : '';
  const name = entry.path === '' ? './' : `./${entry.path}${slash}`;
  return `${letters[entry.kind]} ${entry.uid}/${entry.gid} ${entry.sizeBytes} ${name}${arrow}${target}`;
}

function shorten(line: string): string {
  const [, letter, owner, size, name] = /^(.)\S+ +(\S+) +(\d+) [^.]+(?:\.\d+)? +(\.\/.*)$/.exec(line) ?? [];
  return `${letter ?? ''} ${owner ?? ''} ${size ?? ''} ${name ?? ''}`;
}

test.each([
  ['--format=gnu'],
  ['--format=pax'],
  ['--format=gnu', '--sparse'],
  ['--format=pax', '--sparse', '--sparse-version=0.1'],
  ['--format=pax', '--sparse', '--sparse-version=1.0'],
])('a layer of GNU tar %s is read as GNU tar lists it', async (...options) => {
  const archive = gnuTar(await sampleFolder(), ...options);
  const { entries, notes, contentSizeBytes, diffId } = await readLayerContents(await layerOf(archive));
  expect(entries.map(toListing)).toEqual(listing(archive).map(shorten));
  expect([notes, contentSizeBytes, diffId]).toEqual([[], archive.length, sha256(archive)]);
});

test('mode, time and owner are those of the member', async () => {
  const archive = gnuTar(await sampleFolder(), '--format=pax', '--owner=app:1234', '--group=web:3000000');
  const { entries } = await readLayerContents(await layerOf(archive));
  expect(entries.find((entry) => entry.path === 'usr/hello' || entry.path === 'usr/twin')).toMatchObject({
    mode: 0o4755,
    uid: 1234,
    gid: 3_000_000,
    userName: 'app',
    groupName: 'web',
    modifiedSeconds: 1_000_000_000.5,
  });
});

test('every compression of a layer gives the same contents, also in several members', async () => {
  const archive = gnuTar(await sampleFolder());
  const plain = await readLayerContents(await layerOf(archive));
  const half = Math.floor(archive.length / 2);
  const gzip = gzipped(archive.subarray(0, half), archive.subarray(half));
  const zstd = execFileSync('zstd', ['-c'], { input: archive, maxBuffer: 1 << 28 });
  expect(await readLayerContents(await layerOf(gzip))).toEqual(plain);
  expect(await readLayerContents(await layerOf(zstd))).toEqual(plain);
});

test('what was read is told in stored bytes', async () => {
  const stored = gzipped(await tarOf([{ name: 'a', bytes: Buffer.alloc(1_000_000) }]));
  let read = 0;
  await readLayerContents(await layerOf(stored), { onRead: (bytes) => (read += bytes) });
  expect(read).toBe(stored.length);
});

test('files are hashed when that is asked for', async () => {
  const bytes = Buffer.from('content');
  const members = [
    { name: 'a', bytes },
    { name: 'd/', type: 'directory' as const },
  ];
  const hashed = await contentsOf(members, { hashFiles: true });
  expect(hashed.entries.map(({ contentDigest }) => contentDigest)).toEqual([sha256(bytes), undefined]);
  expect((await contentsOf(members)).entries[0]).not.toHaveProperty('contentDigest');
});

test('names are paths from the root, whatever they look like', async () => {
  const { entries } = await contentsOf(
    ['./a', '/b', 'c//d/', '../../e', 'f/../g', './'].map((name) => ({ name, bytes: Buffer.from('') })),
  );
  expect(entries.map((entry) => entry.path)).toEqual(['a', 'b', 'c/d', 'e', 'g', '']);
});

test('whiteouts name what they hide', async () => {
  const { entries } = await contentsOf(
    [
      '.wh.top',
      'etc/.wh.passwd',
      'var/.wh..wh..opq',
      '.wh..wh..opq',
      '.wh..wh.plnk',
      'a/.wh.',
      'b/.wh...',
    ].map((name) => ({ name })),
  );
  expect(entries.map(({ path: place, whiteout }) => [place, whiteout])).toEqual([
    ['top', 'file'],
    ['etc/passwd', 'file'],
    ['var', 'opaque'],
    ['', 'opaque'],
    ['.wh..wh.plnk', undefined],
    ['a/.wh.', undefined],
    ['b/.wh...', undefined],
  ]);
});

test('names that are no UTF-8 stay different and can be shown', async () => {
  const raw = (byte: number): Buffer => {
    const header = rawHeader({ name: 'caf_é' });
    header[3] = byte;
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, value) => total + value, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return header;
  };
  const { entries } = await readRaw(raw(0xe9), raw(0xff), endBlocks);
  expect(entries.map((entry) => formatEntryPath(entry.path))).toEqual(['caf\\xe9é', 'caf\\xffé']);
});

test('sizes and times in base 256 are read, negative times too', async () => {
  const size = Buffer.alloc(12);
  size[0] = 0x80;
  size[11] = 3;
  const header = rawHeader({ name: 'a', sizeField: size });
  header.fill(0xff, 136, 148);
  header.fill(' ', 148, 156);
  header.write(
    `${header
      .reduce((total, value) => total + value, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const { entries } = await readRaw(header, padded(Buffer.from('abc')), endBlocks);
  expect(entries[0]).toMatchObject({ sizeBytes: 3, modifiedSeconds: -1 });
});

test('the size in PAX records is the member’s, not that of another extension header', async () => {
  const pax = Buffer.from(paxRecord('size', '3'));
  const long = Buffer.from(`${'n'.repeat(120)}\0`);
  const { entries } = await readRaw(
    rawMember({ name: 'pax', type: 'x' }, pax),
    rawMember({ name: '././@LongLink', type: 'L' }, long),
    rawHeader({ name: 'short', sizeField: octalSize(0) }),
    padded(Buffer.from('abc')),
    rawHeader({ name: 'next' }),
    endBlocks,
  );
  expect(entries.map((entry) => [entry.path, entry.sizeBytes])).toEqual([
    ['n'.repeat(120), 3],
    ['next', 0],
  ]);
});

test('what is behind the end of the archive is no member, but part of the digest', async () => {
  const archive = Buffer.concat([rawHeader({ name: 'a' }), endBlocks, Buffer.alloc(5000, 'x')]);
  const contents = await readLayerContents(await layerOf(archive));
  expect([contents.entries.length, contents.contentSizeBytes, contents.diffId]).toEqual([
    1,
    archive.length,
    sha256(archive),
  ]);
});

test('a layer without an end mark is read, and that is said', async () => {
  expect((await readRaw(rawHeader({ name: 'a' }))).notes).toEqual(['The layer has no end mark.']);
});

test('a layer without bytes holds nothing', async () => {
  expect((await readRaw()).entries).toEqual([]);
});

test('members of other types are left out, and that is said', async () => {
  const { entries, notes } = await readRaw(
    rawMember({ name: 'v', type: 'V' }, Buffer.from('label')),
    rawHeader({ name: 'a' }),
    endBlocks,
  );
  expect([entries.map((entry) => entry.path), notes]).toEqual([
    ['a'],
    ['The member at byte 0 is of type "V", which is none of an image; it is left out.'],
  ]);
});

const big = Buffer.alloc(12);
big.set([0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

test.each([
  ['is no tar archive', [Buffer.alloc(2048, 'x')], 'archive-corrupt'],
  ['has a bad checksum', [rawHeader({ name: 'a', badChecksum: true }), endBlocks], 'archive-corrupt'],
  ['ends inside a header', [rawHeader({ name: 'a' }).subarray(0, 300)], 'archive-truncated'],
  [
    'ends inside a file',
    [rawHeader({ name: 'a', sizeField: octalSize(9000) }), Buffer.alloc(512)],
    'archive-truncated',
  ],
  [
    'ends inside an extension',
    [rawHeader({ name: 'a', type: 'x', sizeField: octalSize(40) })],
    'archive-truncated',
  ],
  [
    'claims more than can be counted',
    [rawHeader({ name: 'a', sizeField: big }), endBlocks],
    'archive-corrupt',
  ],
  [
    'has a negative size',
    [rawHeader({ name: 'a', sizeField: Buffer.alloc(12, 0xff) }), endBlocks],
    'archive-corrupt',
  ],
  [
    'has an extension of a gigabyte',
    [rawHeader({ name: 'a', type: 'x', sizeField: octalSize(1 << 30) })],
    'archive-too-large',
  ],
  [
    'has a broken record',
    [rawMember({ name: 'p', type: 'x' }, Buffer.from('99 path=x\n')), endBlocks],
    'archive-corrupt',
  ],
  [
    'has a name of 5000 bytes',
    [rawMember({ name: 'L', type: 'L' }, Buffer.alloc(5000, 'n')), rawHeader({ name: 'a' }), endBlocks],
    'archive-corrupt',
  ],
  [
    'has an empty block in the middle',
    [rawHeader({ name: 'a' }), Buffer.alloc(512), rawHeader({ name: 'b' })],
    'archive-corrupt',
  ],
  [
    'has a sparse file that overlaps itself',
    [
      rawMember(
        { name: 'p', type: 'x' },
        Buffer.from(paxRecord('GNU.sparse.map', '5,10,7,3') + paxRecord('GNU.sparse.size', '100')),
      ),
      rawHeader({ name: 'a' }),
      endBlocks,
    ],
    'archive-corrupt',
  ],
  [
    'has a sparse map without end',
    [
      rawMember({ name: 'p', type: 'x' }, Buffer.from(paxRecord('GNU.sparse.major', '1'))),
      rawHeader({ name: 'a', sizeField: octalSize(8) }),
      Buffer.from(`9999999\n${'1\n'.repeat(300_000)}`),
    ],
    'archive-too-large',
  ],
])('a layer that %s is refused, and named', async (_, parts, code) => {
  await expect(readRaw(...parts)).rejects.toMatchObject({
    code,
    message: expect.stringContaining('layer 1') as string,
  });
});

test('damaged gzip is refused, and named', async () => {
  const stored = gzipped(await tarOf([{ name: 'a', bytes: Buffer.alloc(100_000, 'abc') }]));
  await expect(
    readLayerContents(await layerOf(stored.subarray(0, stored.length - 20))),
  ).rejects.toMatchObject({
    code: 'archive-corrupt',
  });
});

test('reading stops when it is asked to', async () => {
  const stored = await layerOf(gzipped(await tarOf([{ name: 'a', bytes: Buffer.alloc(3_000_000) }])));
  const controller = new AbortController();
  const reading = readLayerContents(stored, {
    signal: controller.signal,
    onRead: () => {
      controller.abort();
    },
  });
  await expect(reading).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }) as Error);
});

test('any bytes end in contents or in an error of ours', async () => {
  const good = gnuTar(await sampleFolder(), '--format=pax', '--sparse');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(40_000), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: good.length }),
      async (edits, length) => {
        const bad = Buffer.from(good.subarray(0, length));
        for (const [at, byte] of edits) {
          bad[at % Math.max(1, length)] = byte;
        }
        const outcome = await readRaw(bad).then(
          ({ entries }) => entries.length >= 0,
          (error: unknown) => (error as { code?: string }).code?.startsWith('archive-') === true,
        );
        expect(outcome).toBe(true);
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});

test('the entries are those of tar-stream for any members', async () => {
  const name = fc.stringMatching(/^[a-zé]{1,8}(\/[a-z]{1,60}){0,3}$/);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(name, fc.uint8Array({ maxLength: 1500 })), { maxLength: 8 }),
      async (files) => {
        const { entries } = await contentsOf(files.map(([file, bytes]) => ({ name: file, bytes })));
        expect(entries.map((entry) => [entry.path, entry.sizeBytes])).toEqual(
          files.map(([file, bytes]) => [file, bytes.length]),
        );
      },
    ),
    { seed: 11, numRuns: 100 },
  );
});
