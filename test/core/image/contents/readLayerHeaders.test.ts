import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { ByteSource } from '../../../../src/core/base/byteSource.js';
import { readLayerContents } from '../../../../src/core/image/contents/readLayerContents.js';
import { readLayerHeaders } from '../../../../src/core/image/contents/readLayerHeaders.js';
import { memorySource } from '../../../../src/core/image/archive/byteRange.js';
import { tarOf } from '../../../support/archiveTar.js';
import { layerOf, rawMember } from './layerSample.js';

/** A source that counts what is read of it. */
function counted(bytes: Uint8Array): { readonly blob: ByteSource; readonly readBytes: () => number } {
  const source = memorySource(bytes);
  let sum = 0;
  const read = (offset: number, length: number): Promise<Uint8Array> => {
    sum += length;
    return source.read(offset, length);
  };
  return { blob: { ...source, read }, readBytes: () => sum };
}

test('the headers say what the whole layer says, but for its digest', async () => {
  const member = fc.record({
    name: fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,130}){0,2}$/),
    bytes: fc.integer({ min: 0, max: 200_000 }).map((length) => Buffer.alloc(length, 'x')),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(member, { maxLength: 8 }), async (members) => {
      const layer = await layerOf(await tarOf(members));
      const { diffId, ...whole } = await readLayerContents(layer);
      expect(await readLayerHeaders(layer)).toEqual(whole);
      expect(diffId).toMatch(/^sha256:/);
    }),
    { seed: 11, numRuns: 60 },
  );
});

test('the content of large files is passed over, and told as done', async () => {
  const bytes = await tarOf([
    { name: 'large', bytes: Buffer.alloc(5_000_000) },
    { name: 'small', bytes: Buffer.from('small') },
    { name: 'larger', bytes: Buffer.alloc(9_000_000) },
  ]);
  const { blob, readBytes } = counted(bytes);
  let done = 0;
  const { entries } = await readLayerHeaders({ blob, name: 'layer 1' }, { onRead: (more) => (done += more) });
  expect(entries.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
    ['large', 5_000_000],
    ['small', 5],
    ['larger', 9_000_000],
  ]);
  expect([readBytes() < 200_000, done]).toEqual([true, bytes.length]);
});

test('what follows the end of the archive is not read', async () => {
  const tar = await tarOf([{ name: 'a', bytes: Buffer.from('a') }]);
  const { blob, readBytes } = counted(Buffer.concat([tar, Buffer.alloc(3_000_000, 1)]));
  await readLayerHeaders({ blob, name: 'layer 1' });
  expect(readBytes()).toBeLessThan(100_000);
});

test('a layer that ends inside of a file is cut off, where its bytes end', async () => {
  const bytes = rawMember({ name: 'large' }, Buffer.alloc(1_000_000)).subarray(0, 600_000);
  const { blob } = await layerOf(bytes);
  await expect(readLayerHeaders({ blob, name: 'layer 7' })).rejects.toMatchObject({
    code: 'archive-truncated',
    message: 'layer 7: The layer is cut off; it ends at byte 600000.',
  });
});

test('reading ends when its signal says so', async () => {
  const { blob } = await layerOf(await tarOf([{ name: 'a', bytes: Buffer.alloc(100_000) }]));
  const signal = AbortSignal.abort();
  await expect(readLayerHeaders({ blob, name: 'layer 1' }, { signal })).rejects.toThrow(/aborted/);
});
