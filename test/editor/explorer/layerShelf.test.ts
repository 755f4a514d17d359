import { gzipSync } from 'node:zlib';

import { beforeAll, expect, test } from 'vitest';

import { memorySource } from '../../../src/core/image/archive/byteRange.js';
import type { Layer } from '../../../src/core/image/image.js';
import { LayerShelf } from '../../../src/editor/explorer/layerShelf.js';
import { tarOf } from '../../support/archiveTar.js';

let bytes: Buffer;

beforeAll(async () => {
  bytes = await tarOf([{ name: 'model.bin', bytes: Buffer.alloc(40_000_000) }]);
});

/** A layer that counts how often it is read from its start to its end, and how many bytes otherwise. */
function layerOf(
  stored: Uint8Array,
  compression: Layer['compression'],
): { readonly layer: Layer; readonly seen: { whole: number; bytes: number } } {
  const source = memorySource(stored);
  const seen = { whole: 0, bytes: 0 };
  const blob: Layer['blob'] = {
    ...source,
    read: (offset, length) => {
      seen.bytes += length;
      return source.read(offset, length);
    },
    stream: () => {
      seen.whole += 1;
      return source.stream();
    },
  };
  const layer: Layer = { blob, compression, name: 'layer 1', source: '', diffId: `sha256:${'0'.repeat(64)}` };
  return { layer, seen };
}

test('of a large layer that is not compressed only the headers are read, until content is asked for', async () => {
  const { layer, seen } = layerOf(bytes, 'none');
  const shelf = new LayerShelf();
  const listing = await shelf.read('key', layer, {});
  const first = { ...seen };
  const hashed = await shelf.read('key', layer, { hashFiles: true });
  expect([listing.diffId, first.whole, first.bytes < 200_000]).toEqual([undefined, 0, true]);
  expect([hashed.diffId === undefined, seen.whole]).toEqual([false, 1]);
});

test('other layers are read whole, once', async () => {
  const { layer, seen } = layerOf(gzipSync(bytes), 'gzip');
  const shelf = new LayerShelf();
  const before = await shelf.read('key', layer, {});
  expect(await shelf.read('key', layer, {})).toBe(before);
  expect([before.entries.length, seen.whole]).toEqual([1, 1]);
});

test('a layer that may not be distributed is said to be missing, not damaged', async () => {
  const { layer } = layerOf(new Uint8Array(), 'none');
  expect(await new LayerShelf().read('key', { ...layer, isAbsent: true }, {})).toEqual({
    entries: [],
    contentSizeBytes: 0,
    notes: ['layer 1 may not be distributed and is not here; what it holds is not known.'],
  });
});
