import { expect, test } from 'vitest';

import { createBufferPool } from '../../../../src/core/image/layer/bufferPool.js';
import { ContentWriter } from '../../../../src/core/image/layer/contentWriter.js';
import type { ChunkFormat } from '../../../../src/core/image/layer/contentWriter.js';

const format: ChunkFormat = {
  chunkBytes: 4,
  dictionaryBytes: 0,
  header: new Uint8Array(),
  trailer: () => new Uint8Array(),
  combineCrc: () => 0,
};

test('chunks that cannot be packed end the writing with the reason, also of who waits for a buffer', async () => {
  const failure = new Error('out of memory');
  const pool = createBufferPool(2, 8);
  const encoder = { parallel: 2, encode: () => Promise.reject(failure) };
  const writers = [1, 2].map(() => new ContentWriter({ format, encoder, pool }, () => Promise.resolve()));
  const writing = writers.map((writer) => writer.write(new Uint8Array(64)));
  await Promise.all(writing.map((promise) => expect(promise).rejects.toBe(failure)));
  await Promise.all(writers.map((writer) => writer.abandon()));
});
