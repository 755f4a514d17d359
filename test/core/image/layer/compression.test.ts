import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { memorySource } from '../../../../src/core/image/archive/byteRange.js';
import { sniffCompression } from '../../../../src/core/image/layer/compression.js';
import { tarOf } from '../../../support/archiveTar.js';

const bzip2 = Buffer.concat([Buffer.from('BZh91AY&SY'), Buffer.alloc(1024, 7)]);
const stored: readonly (readonly [string, Buffer, string])[] = [
  ['gzip', gzipSync('content'), 'gzip'],
  ['a zstd frame', Buffer.from('28b52ffd00', 'hex'), 'zstd'],
  ['a skippable frame', Buffer.from('532a4d1800', 'hex'), 'zstd'],
  ['bzip2', bzip2, 'bzip2'],
  ['xz', Buffer.from('fd377a585a0000', 'hex'), 'xz'],
  ['nothing', Buffer.alloc(0), 'none'],
  ['a tar archive', await tarOf([{ name: 'a', bytes: Buffer.from('a') }]), 'none'],
];

test.each(stored)('the first bytes of %s say how it is compressed', async (_, bytes, compression) => {
  expect(await sniffCompression(memorySource(bytes))).toBe(compression);
});

test('a tar archive whose first name looks like a compressed stream is none', async () => {
  const archive = await tarOf([{ name: 'BZh91AY&SY', bytes: Buffer.from('a') }]);
  expect(await sniffCompression(memorySource(archive))).toBe('none');
});
