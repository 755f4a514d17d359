import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { memorySource } from '../../../../src/core/image/archive/byteRange.js';
import { sniffCompression } from '../../../../src/core/image/layer/compression.js';
import { tocClaimOf } from '../../../../src/core/image/toc/tocClaim.js';
import { findToc } from '../../../../src/core/image/toc/tocPlace.js';
import { verifyToc } from '../../../../src/core/image/toc/verifyToc.js';
import { sha256 } from '../../../support/archiveImage.js';
import { estargzLayer, zstdChunkedLayer } from '../../../support/archiveToc.js';
import type { TocLayer, TocLine, TocOptions } from '../../../support/archiveToc.js';

const files = [
  { name: 'etc/one', bytes: Buffer.from('one '.repeat(700)) },
  { name: 'two', bytes: Buffer.from('two') },
  { name: 'empty', bytes: Buffer.alloc(0) },
];

const makers: readonly (readonly [string, (options?: TocOptions) => Promise<TocLayer>])[] = [
  ['estargz', (options) => Promise.resolve(estargzLayer(files, options))],
  ['zstd:chunked', (options) => zstdChunkedLayer(files, options)],
];

async function verify({ stored, raw, annotations }: TocLayer): Promise<readonly string[]> {
  const claim = tocClaimOf(new Map(Object.entries(annotations)));
  if (claim === undefined) {
    throw new Error('Nothing is claimed.');
  }
  const blob = memorySource(stored);
  const layer = { blob, compression: await sniffCompression(blob), name: 'L' };
  const said: string[] = [];
  for await (const words of verifyToc({ layer, claim, contentSizeBytes: raw.length })) {
    said.push(words);
  }
  return said;
}

test.each(makers)('%s that is true has no problem, whatever the size of its pieces', async (kind, make) => {
  for (const pieceBytes of [100, 1024, 10_000]) {
    const layer = await make({ pieceBytes });
    const blob = memorySource(layer.stored);
    expect(await findToc({ blob, compression: await sniffCompression(blob) })).toMatchObject({ kind });
    expect(await verify(layer)).toEqual([]);
  }
});

/** The table with one line changed. */
function change(index: number, changes: TocLine): TocOptions {
  return { edit: (lines) => lines.map((line, at) => (at === index ? { ...line, ...changes } : line)) };
}

const zeros = sha256(Buffer.alloc(3));

describe.each(makers)('a table of %s that lies', (_, make) => {
  test.each<[string, TocOptions, readonly unknown[]]>([
    [
      'of a name',
      change(3, { name: 'three' }),
      [
        expect.stringContaining('it lists three, which the layer does not have'),
        expect.stringContaining('it does not list two, which the layer has'),
      ],
    ],
    ['of a member too few', { edit: (lines) => lines.slice(0, -1) }, [expect.stringContaining('empty')]],
    ['of a mode', change(3, { mode: 0o4755 }), [expect.stringContaining('mode of two as 4755')]],
    ['of an owner', change(3, { uid: 1 }), [expect.stringContaining('owner of two as 1, but it is 0')]],
    ['of a kind', change(4, { type: 'dir' }), [expect.stringContaining('empty as directory')]],
    ['of a time', change(3, { modtime: '2026-01-01T00:00:00Z' }), [expect.stringContaining('time of two')]],
    [
      'of a content',
      change(3, { digest: zeros, chunkDigest: zeros }),
      [
        expect.stringContaining(`content of two as ${zeros}`),
        expect.stringMatching(/content of two that it has at byte \d+ is not/),
      ],
    ],
    [
      'of a piece',
      change(1, { chunkDigest: zeros }),
      [expect.stringMatching(/content of etc\/one that it has at byte \d+ is not/)],
    ],
    ['of a place', change(3, { offset: 0 }), [expect.stringMatching(/content of two that it has at byte 0/)]],
    [
      'of a place behind the table',
      change(3, { offset: 1_000_000 }),
      [expect.stringMatching(/content of two at byte 1000000 to \d+, but the table is at/)],
    ],
    [
      'of a piece that is missing',
      { edit: (lines) => lines.filter((_line, at) => at !== 1) },
      [expect.stringContaining('a piece of etc/one out of its turn'), expect.stringContaining('1776 bytes')],
    ],
    [
      'of more than there is',
      change(3, { size: 1_000_000_000 }),
      [
        expect.stringContaining('size of two as 1000000000'),
        expect.stringMatching(/pieces have \d+ bytes, but the layer has/),
      ],
    ],
  ])('%s is told of', async (_what, options, expected) => {
    expect(await verify(await make(options))).toEqual(expected);
  });
});

test.each(makers)('what is said of a table of %s is compared with it', async (kind, make) => {
  const layer = await make();
  const said = await Promise.all(
    Object.keys(layer.annotations).map((key) => {
      const value = key.endsWith('position') ? '1:2:3:1' : key.endsWith('size') ? '7' : zeros;
      return verify({ ...layer, annotations: { ...layer.annotations, [key]: value } });
    }),
  );
  expect(said.map(({ length }) => length)).toEqual(said.map(() => 1));
  expect(said.flat().join('\n')).toContain(`should be ${zeros}`);
  const plain =
    kind === 'estargz' ? gzipSync(layer.raw) : (await zstdChunkedLayer([])).stored.subarray(0, -8);
  expect(await verify({ ...layer, stored: plain })).toEqual([
    `it is said to be ${kind}, but its last bytes lead to no table of contents of that form`,
  ]);
});

test.each(makers)(
  'damage of a table of %s is told of, and bytes that are no table are none',
  async (_, make) => {
    const layer = await make();
    const blob = memorySource(layer.stored);
    const place = await findToc({ blob, compression: await sniffCompression(blob) });
    const stored = Buffer.from(layer.stored);
    stored.fill(0x55, (place?.offset ?? 0) + 12, (place?.offset ?? 0) + 40);
    expect((await verify({ ...layer, stored })).length).toBeGreaterThan(0);
    for (const end of [0, 10, 47, 60]) {
      const source = memorySource(layer.stored.subarray(0, end));
      expect(await findToc({ blob: source, compression: 'gzip' })).toBeUndefined();
      expect(await findToc({ blob: source, compression: 'zstd' })).toBeUndefined();
    }
  },
);

test('pieces may share what is unpacked together', async () => {
  const [one, two] = [Buffer.from('first piece'), Buffer.from('second')];
  const layer = estargzLayer([{ name: 'a', bytes: Buffer.concat([one, two]) }], {
    edit: ([line]) => [
      { ...line, chunkSize: one.length, chunkDigest: sha256(one) },
      {
        ...{ name: 'a', type: 'chunk', offset: line?.['offset'], innerOffset: one.length },
        ...{ chunkOffset: one.length, chunkDigest: sha256(two) },
      },
    ],
  });
  expect(await verify(layer)).toEqual([]);
});
