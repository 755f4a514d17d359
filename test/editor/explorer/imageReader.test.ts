import { appendFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { FilesRequest, FilesView } from '../../../src/bridge/explorerProtocol.js';
import type { Host } from '../../../src/core/host/host.js';
import { ImageReader } from '../../../src/editor/explorer/imageReader.js';
import { imageBlobs, layoutMembers } from '../../support/archiveImage.js';
import { temporaryDirectory, writeBytes, writeFolder, writeTar } from '../../support/archiveFiles.js';
import { tarOf, type TarMember } from '../../support/archiveTar.js';
import { createTestHost } from '../../support/testHost.js';

const signal = new AbortController().signal;
let host: Host;
let reader: ImageReader;

beforeEach(() => {
  host = createTestHost();
  reader = new ImageReader(host);
});

afterEach(() => reader.close());

const text = (content: string): Buffer => Buffer.from(content);

/** A base, and a layer that adds, changes, removes and links. */
async function sampleMembers(processor = 'amd64'): Promise<readonly TarMember[]> {
  const base = await tarOf([
    { name: 'etc/', type: 'directory' },
    { name: 'etc/a.conf', bytes: text('first\n') },
    { name: 'etc/old', bytes: text('12345678') },
    { name: 'usr/bin/tool', bytes: Buffer.alloc(100, 0) },
  ]);
  const top = await tarOf([
    { name: 'etc/a.conf', bytes: text(`second for ${processor}\n`) },
    { name: 'etc/.wh.old' },
    { name: 'etc/link', type: 'symlink', linkname: 'a.conf' },
  ]);
  const image = { os: 'linux', tag: 'app:1', layers: [base, top] };
  return layoutMembers([
    imageBlobs({ ...image, architecture: 'amd64' }, 'gzip'),
    imageBlobs({ ...image, architecture: 'arm64', layers: [base] }, 'gzip'),
  ]);
}

async function sampleTar(): Promise<string> {
  return writeTar(await temporaryDirectory(), await sampleMembers());
}

async function filesOf(source: string, request: FilesRequest): Promise<FilesView> {
  const stretches: FilesView[] = [];
  for await (const stretch of reader.files([source], request, { signal })) {
    stretches.push(stretch);
  }
  const [only] = stretches;
  if (only === undefined || stretches.length > 1) {
    throw new Error(`One stretch was expected, not ${stretches.length}.`);
  }
  return only;
}

/** The rows as indented names with their change and size. */
function drawn({ rows }: FilesView): readonly string[] {
  return rows.names.map((name, at) =>
    [
      `${'  '.repeat(rows.depths[at] ?? 0)}${name}`,
      rows.changes[at],
      rows.sizes[at],
      ...(rows.remarks[at] === undefined ? [] : [rows.remarks[at]]),
    ].join(' '),
  );
}

test('the images of an archive are listed with their layers, none of which is read', async () => {
  const source = await sampleTar();
  const { images } = await reader.open([source], { signal });
  expect(
    images.map(({ id, label, layers }) => [id, label, layers.map(({ instruction }) => instruction)]),
  ).toEqual([
    ['0/0', 'linux/amd64', ['RUN step', 'RUN step']],
    ['0/1', 'linux/arm64', ['RUN step']],
  ]);
  expect(images.map(({ layers }) => layers.map(({ sharedWith }) => sharedWith))).toEqual([
    [['linux/arm64'], []],
    [['linux/amd64']],
  ]);
});

test('the merged image holds what is left of all layers', async () => {
  const files = await filesOf(await sampleTar(), { image: '0/0', part: 'merged' });
  expect(drawn(files)).toEqual([
    'etc - 17',
    '  a.conf - 17',
    '  link - 0 → a.conf',
    'usr - 100',
    '  bin - 100',
    '    tool - 100',
  ]);
  expect(files.summary).toMatchObject({ files: 3, sizeBytes: 117, notes: [] });
});

test('a layer tells what it added, changed and removed, and nothing else', async () => {
  const files = await filesOf(await sampleTar(), { image: '0/0', part: 1 });
  expect(drawn(files)).toEqual(['etc - 17', '  a.conf c 17', '  link a 0 → a.conf', '  old r 8']);
  expect(files.summary).toMatchObject({ added: 1, changed: 1, removed: 1 });
});

test('what is stored in vain is told, the largest first', async () => {
  const files = await filesOf(await sampleTar(), { image: '0/0', part: 'waste' });
  expect(drawn(files)).toEqual(['etc/old - 8 stored once, then removed', 'etc/a.conf - 6 stored 2 times']);
  expect(files.summary.wastedBytes).toBe(14);
  expect(files.summary.efficiency).toBeGreaterThan(0.8);
});

test('two platforms are compared path by path, and their layers and configs in words', async () => {
  const files = await filesOf(await sampleTar(), { image: '0/1', part: 'merged', against: '0/0' });
  const { changes, names, sizesBefore, sizes } = files.rows;
  expect(names.map((name, at) => [name, changes[at], sizesBefore[at], sizes[at]])).toEqual([
    ['etc', '-', 14, 17],
    ['a.conf', 'c', 6, 17],
    ['link', 'a', -1, 0],
    ['old', 'r', 8, -1],
    ['usr', '-', 100, 100],
    ['bin', '-', 100, 100],
    ['tool', '-', 100, 100],
  ]);
  expect(files.summary.differences).toEqual([
    'Layers: 1 → 2, of which 1 is the same',
    'architecture: "arm64" → "amd64"',
  ]);
});

test.each([
  [1, 'second for amd64\n'],
  [0, 'first\n'],
])('a text file is read as layer %i left it', async (layer, content) => {
  const file = { image: '0/0', layer, path: 'etc/a.conf' };
  expect(await reader.readFile([await sampleTar()], file, { signal })).toEqual({
    kind: 'text',
    text: content,
  });
});

test.each([
  ['usr/bin/tool', 'usr/bin/tool is a binary file of 100 bytes; it has no text.'],
  ['etc/old', 'etc/old is not in the image after this layer.'],
  ['etc/link', 'etc/link is no regular file and has no text.'],
  ['no/where', 'no/where is not in the image after this layer.'],
])('%s is refused in words', async (path, reason) => {
  const file = { image: '0/0', layer: 1, path };
  expect(await reader.readFile([await sampleTar()], file, { signal })).toEqual({ kind: 'refused', reason });
});

test('a layer is read once, whatever is asked of it', async () => {
  const source = await sampleTar();
  let opened = 0;
  const open = (file: string): ReturnType<Host['files']['open']> => host.files.open(file);
  const counting = new ImageReader({
    ...host,
    files: {
      ...host.files,
      open: async (file) => {
        const real = await open(file);
        return {
          ...real,
          sizeBytes: real.sizeBytes,
          close: () => real.close(),
          read: (offset, length) => real.read(offset, length),
          stream: (...range) => {
            opened += 1;
            return real.stream(...range);
          },
        };
      },
    },
  });
  for (const part of ['merged', 0, 1, 'waste', 'merged'] as const) {
    for await (const stretch of counting.files([source], { image: '0/0', part }, { signal })) {
      expect(stretch.start).toBe(0);
    }
  }
  await counting.close();
  expect(opened).toBe(2);
});

test('an archive that has changed is read again', async () => {
  const directory = await temporaryDirectory();
  const source = await writeTar(directory, await sampleMembers());
  const before = await reader.open([source], { signal });
  await rename(source, join(directory, 'old.tar'));
  await writeTar(directory, layoutMembers([await oneLayer('riscv64')]));
  await appendFile(source, Buffer.alloc(512));
  const after = await reader.open([source], { signal });
  expect([before, after].map(({ images }) => images.map(({ platform }) => platform))).toEqual([
    ['linux/amd64', 'linux/arm64'],
    ['linux/riscv64'],
  ]);
});

async function oneLayer(architecture: string): Promise<ReturnType<typeof imageBlobs>> {
  const layer = await tarOf([{ name: 'hello', bytes: text('hello') }]);
  return imageBlobs({ os: 'linux', architecture, tag: 'app', layers: [layer] }, 'none');
}

test('a layer that is not what the config says is shown, and said', async () => {
  const layer = await tarOf([{ name: 'hello', bytes: text('hello') }]);
  const good = imageBlobs({ os: 'linux', architecture: 'amd64', tag: 'app', layers: [layer] }, 'none');
  const wrong = await tarOf([{ name: 'other', bytes: text('other') }]);
  const members = layoutMembers([good]).map((member) =>
    member.bytes === layer ? { ...member, bytes: wrong } : member,
  );
  const source = await writeTar(await temporaryDirectory(), members);
  const files = await filesOf(source, { image: '0/0', part: 'merged' });
  expect([drawn(files), files.summary.notes.map((note) => note.includes('damaged'))]).toEqual([
    ['other - 5'],
    [true],
  ]);
});

test('an archive that is compressed as a whole tells how far it is unpacked, and leaves nothing behind', async () => {
  const directory = await temporaryDirectory();
  const scratch = await temporaryDirectory();
  const own = new ImageReader({ ...host, system: { ...host.system, temporaryDirectory: scratch } });
  const source = await writeBytes(directory, gzipSync(await tarOf(await sampleMembers())));
  const seen: number[] = [];
  const onProgress = ({ current, total }: { current: number; total: number }): void => {
    seen.push(current / total);
  };
  const { images, notes } = await own.open([source], { signal, onProgress });
  const during = await readdir(scratch);
  await own.close();
  expect([images.length, notes.length, during.length, await readdir(scratch), seen.at(-1)]).toEqual([
    2,
    1,
    1,
    [],
    1,
  ]);
});

test('a layout folder is read as its archive is', async () => {
  const folder = await writeFolder(await temporaryDirectory(), await sampleMembers());
  expect(drawn(await filesOf(folder, { image: '0/1', part: 'merged' })).length).toBe(6);
});

test('a cancelled call fails with the reason of its signal', async () => {
  const source = await sampleTar();
  const abort = new AbortController();
  abort.abort();
  const files = reader.files([source], { image: '0/0', part: 'merged' }, { signal: abort.signal });
  await expect(files.next()).rejects.toThrow(/aborted/);
});
