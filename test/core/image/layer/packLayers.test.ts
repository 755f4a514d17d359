import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { ByteSource } from '../../../../src/core/base/byteSource.js';
import { memorySource } from '../../../../src/core/image/archive/byteRange.js';
import { createLayer } from '../../../../src/core/image/layer/layer.js';
import { packLayers } from '../../../../src/core/image/layer/packLayers.js';
import type {
  ByteSink,
  PackedLayer,
  PackLayersOptions,
  PackTask,
} from '../../../../src/core/image/layer/packTask.js';
import type { Layer } from '../../../../src/core/image/image.js';
import { createTestHost } from '../../../support/testHost.js';
import { sha256 } from '../../../support/archiveImage.js';

const raw = Buffer.from('the content of a layer '.repeat(5000));

const host = createTestHost();

/** What comes of one task, without what is written. */
async function packLayer(
  layer: Layer,
  write: (bytes: Uint8Array) => Promise<void> = () => Promise.resolve(),
  { want = 'gzip', ...options }: Partial<PackLayersOptions> & Pick<PackTask, 'want'> = {},
): Promise<PackedLayer> {
  const open = (): Promise<ByteSink> => Promise.resolve({ write, close: () => Promise.resolve() });
  const [packed] = await packLayers([{ layer, want, open }], host, { order: 'any', ...options });
  if (packed === undefined) {
    throw new Error('a task without a result');
  }
  return packed;
}

async function checkLayer(layer: Layer): Promise<PackedLayer> {
  const [checked] = await packLayers([{ layer }], host, { order: 'any' });
  if (checked === undefined) {
    throw new Error('a task without a result');
  }
  return checked;
}

/** The bytes that come out, or the error's code and message. */
async function pack(
  stored: Buffer,
  facts: { diffId?: Buffer; claim?: Buffer; source?: ByteSource } = {},
): Promise<Buffer | string> {
  const claim = facts.claim && { digest: sha256(facts.claim), sizeBytes: facts.claim.length };
  const diffId = sha256(facts.diffId ?? raw);
  const source = facts.source ?? memorySource(stored);
  const layer = await createLayer(diffId, source, 'L', claim ? { claim } : {});
  const chunks: Buffer[] = [];
  const write = (bytes: Uint8Array): Promise<void> => {
    chunks.push(Buffer.from(bytes));
    return Promise.resolve();
  };
  const checked = checkLayer(layer).catch(codeOf);
  const packed = await packLayer(layer, write).catch(codeOf);
  if (typeof packed === 'string') {
    expect(await checked).toBe(packed);
    return packed;
  }
  const bytes = Buffer.concat(chunks);
  const contentSizeBytes = (facts.diffId ?? raw).length;
  expect(packed).toEqual({
    ...{ digest: sha256(bytes), sizeBytes: bytes.length, compression: 'gzip' },
    ...{ diffId, contentSizeBytes },
  });
  expect(await checked).toEqual({
    ...{ digest: sha256(stored), sizeBytes: stored.length, compression: layer.compression },
    ...{ diffId, contentSizeBytes },
  });
  return bytes;
}

/** Of bytes that came out; what is an error's code instead stays it. */
function digest(packed: Buffer | string): string {
  return typeof packed === 'string' ? packed : sha256(packed);
}

function codeOf(error: unknown): string {
  return (error as { code: string }).code;
}

test('a raw layer becomes gzip without name, time or system', async () => {
  const bytes = (await pack(raw)) as Buffer;
  expect([[...bytes.subarray(0, 10)], gunzipSync(bytes).equals(raw)]).toEqual([
    [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255],
    true,
  ]);
});

test('a raw layer gives the same bytes whatever pieces it is read in', async () => {
  const layer = fc.uint8Array({ minLength: 1, maxLength: 20_000 });
  await fc.assert(
    fc.asyncProperty(layer, fc.integer({ min: 700, max: 70_000 }), async (content, chunkBytes) => {
      const stored = Buffer.concat([raw, content]);
      const source = {
        ...memorySource(stored),
        async *stream() {
          for (let offset = 0; offset < stored.length; offset += chunkBytes) {
            yield await Promise.resolve(stored.subarray(offset, offset + chunkBytes));
          }
        },
      };
      expect(digest(await pack(stored, { diffId: stored, source }))).toBe(
        digest(await pack(stored, { diffId: stored })),
      );
    }),
    { numRuns: 20 },
  );
});

test('gzip is passed on byte for byte, several members too', async () => {
  const members = Buffer.concat([gzipSync(raw.subarray(0, 100)), gzipSync(raw.subarray(100), { level: 1 })]);
  expect(await pack(members, { claim: members })).toEqual(members);
});

test('zero bytes after gzip are passed on as they are', async () => {
  const padded = Buffer.concat([gzipSync(raw), Buffer.alloc(100_000)]);
  expect(digest(await pack(padded))).toBe(digest(padded));
});

test.each([
  ['a diff_id that is not that of a raw layer', raw, { diffId: Buffer.from('x') }, 'archive-mismatch'],
  [
    'a diff_id that is not that of a gzip layer',
    gzipSync(raw),
    { diffId: Buffer.from('x') },
    'archive-mismatch',
  ],
  [
    'a digest that is not that of the stored bytes',
    gzipSync(raw),
    { claim: gzipSync(raw, { level: 1 }) },
    'archive-mismatch',
  ],
  ['a size that is not that of the stored bytes', raw, { claim: raw.subarray(1) }, 'archive-mismatch'],
  ['gzip that is cut off', gzipSync(raw).subarray(0, -3), {}, 'archive-corrupt'],
  [
    'gzip followed by something else',
    Buffer.concat([gzipSync(raw), Buffer.from('hello garbage, long enough')]),
    {},
    'archive-corrupt',
  ],
  [
    'gzip followed by zeros and then more',
    Buffer.concat([gzipSync(raw), Buffer.alloc(10), gzipSync(raw)]),
    {},
    'archive-corrupt',
  ],
  ['bzip2', Buffer.from('BZh91AY&SY'), {}, 'archive-unsupported'],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0]), {}, 'archive-unsupported'],
])('%s is refused', async (_, stored, facts, code) => {
  expect(await pack(stored, facts)).toBe(code);
});

test('a bad checksum inside gzip is refused', async () => {
  const bytes = gzipSync(raw);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 6) ^ 1, bytes.length - 6);
  expect(await pack(bytes)).toBe('archive-corrupt');
});

test('a mismatch names both digests', async () => {
  const layer = await createLayer(sha256(Buffer.from('x')), memorySource(raw), 'L');
  await expect(packLayer(layer)).rejects.toThrow(
    `The uncompressed layer L should be ${sha256(Buffer.from('x'))}, but its bytes are ${sha256(raw)}.`,
  );
});

const short = Buffer.from('layer '.repeat(100));
/** `short`, as `zstd -3` writes it. */
const shortZstd = Buffer.from('KLUv/WRYAW0AADBsYXllciABAE9SlSILyI0v', 'base64');

test('zstd becomes the gzip that the raw layer becomes', async () => {
  expect(await pack(shortZstd, { claim: shortZstd, diffId: short })).toEqual(
    await pack(short, { diffId: short }),
  );
});

test('zstd that is cut off is refused', async () => {
  expect(await pack(shortZstd.subarray(0, -5), { diffId: short })).toBe('archive-corrupt');
});

test('a bomb is hashed and not kept, and can be stopped', async () => {
  const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  const bomb = Buffer.concat(Array.from({ length: 40 }, () => zeros));
  const aborter = new AbortController();
  const layer = await createLayer(sha256(raw), memorySource(bomb), 'bomb');
  const onRead = (): void => {
    aborter.abort();
  };
  await expect(packLayer(layer, undefined, { signal: aborter.signal, onRead })).rejects.toThrow('aborted');
});

test('a write that fails ends the packing with its error', async () => {
  const layer = await createLayer(sha256(raw), memorySource(raw), 'L');
  await expect(packLayer(layer, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
});

test('what is read is told', async () => {
  const told: number[] = [];
  const layer = await createLayer(sha256(raw), memorySource(raw), 'L');
  await packLayer(layer, undefined, { onRead: (bytes) => told.push(bytes) });
  expect(told.reduce((total, bytes) => total + bytes, 0)).toBe(raw.length);
});
