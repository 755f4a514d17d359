import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { memorySource } from '../../../../src/core/image/archive/byteRange.js';
import { decodeZstd } from '../../../../src/core/image/layer/zstd.js';

const content = 'layer '.repeat(100);
/** `content`, as `zstd -3` and `zstd -19 --no-check` write it. */
const frame = Buffer.from('KLUv/WRYAW0AADBsYXllciABAE9SlSILyI0v', 'base64');
const plainFrame = Buffer.from('KLUv/WBYAW0AADBsYXllciABAE9SlSI=', 'base64');
const skippable = Buffer.from('502a4d18070000007468652065 6e64'.replaceAll(' ', ''), 'hex');

/** What the bytes decode to, or the error's message. */
async function decode(...parts: readonly Uint8Array[]): Promise<string> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of decodeZstd(memorySource(Buffer.concat(parts)).stream(), 'L')) {
      chunks.push(chunk);
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return Buffer.concat(chunks).toString('latin1');
}

test.each<[string, readonly Uint8Array[], string]>([
  ['a frame with a checksum', [frame], content],
  ['a frame without one', [plainFrame], content],
  ['several frames', [frame, plainFrame], content + content],
  [
    'skippable frames between, before and after',
    [skippable, frame, skippable, frame, skippable],
    content + content,
  ],
])('%s gives its content', async (_, parts, expected) => {
  expect(await decode(...parts)).toBe(expected);
});

test.each<[string, readonly Uint8Array[], string]>([
  ['a frame that is cut off', [frame.subarray(0, -5)], 'unexpected EOF'],
  ['a frame whose checksum is cut off', [frame.subarray(0, -1)], 'unexpected EOF'],
  ['other bytes after a frame', [frame, Buffer.from('garbage!')], 'invalid zstd data'],
  ['bytes of another kind', [Buffer.from('garbage!')], 'invalid zstd data'],
])('%s is damage', async (_, parts, expected) => {
  expect(await decode(...parts)).toBe(`The zstd stream of L is damaged: ${expected}.`);
});

/** A frame of `count` blocks, four bytes each, that become 128 KiB of zeros each. */
function bomb(count: number): Buffer {
  const block = Buffer.from([0x02, 0x00, 0x10, 0x00]);
  const end = Buffer.from([0x01, 0x00, 0x00]);
  return Buffer.concat([
    Buffer.from('28b52ffd0048', 'hex'),
    ...Array.from({ length: count }, () => block),
    end,
  ]);
}

test('a bomb is decoded as far as it is read, and no further', async () => {
  let read = 0;
  // eslint-disable-next-line @typescript-eslint/require-await -- the interface is asynchronous, memory is not
  async function* counted(): AsyncGenerator<Uint8Array> {
    const bytes = bomb(20_000);
    for (let start = 0; start < bytes.length; start += 4096) {
      read += 1;
      yield bytes.subarray(start, start + 4096);
    }
  }
  const [first] = [await decodeZstd(counted(), 'L').next()];
  expect([(first.value as Uint8Array).length, read]).toEqual([128 * 1024, 1]);
});

const { zstdCompressSync } = zlib as { readonly zstdCompressSync?: (bytes: Uint8Array) => Buffer };

/** Only a Node.js that has zstd itself can be the judge. */
async function checkRoundTrip(compress: (bytes: Uint8Array) => Buffer): Promise<void> {
  const bytes = fc.array(
    fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constant(Buffer.alloc(70_000, 'ab'))),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (parts) => {
      const written = Buffer.concat(parts);
      expect(await decode(compress(written))).toBe(written.toString('latin1'));
    }),
    { numRuns: 50 },
  );
}

if (zstdCompressSync !== undefined) {
  test('it reads what Node.js writes', () => checkRoundTrip(zstdCompressSync));
}
