import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import type { Host, RunningWorker, Workers } from '../../../../src/core/host/host.js';
import type { Layer } from '../../../../src/core/image/image.js';
import { memorySource } from '../../../../src/core/image/archive/byteRange.js';
import { createLayer } from '../../../../src/core/image/layer/layer.js';
import { measureLayers } from '../../../../src/core/image/layer/measureLayers.js';
import { packLayers } from '../../../../src/core/image/layer/packLayers.js';
import type { PackedLayer, PackLayersOptions, PackTask } from '../../../../src/core/image/layer/packTask.js';
import { temporaryDirectory } from '../../../support/archiveFiles.js';
import { sha256 } from '../../../support/archiveImage.js';
import { createTestHost } from '../../../support/testHost.js';

/** A real host on a machine of so many cores, which counts the workers that run. */
function hostOf(parallelism: number): Host & { readonly running: Set<RunningWorker> } {
  const real = createTestHost();
  const running = new Set<RunningWorker>();
  const workers: Workers = {
    parallelism,
    start(script, data, listener) {
      const worker = real.workers.start(script, data, listener);
      const counted: RunningWorker = {
        ...worker,
        async stop() {
          await worker.stop();
          running.delete(counted);
        },
      };
      running.add(counted);
      return counted;
    },
  };
  return { ...real, workers, running };
}

const text = Buffer.from('the content of a layer, and some more of it\n'.repeat(40_000));
/** Too large to be packed without workers, and of no whole number of chunks. */
const contents = [
  Buffer.concat([text, randomBytes(1_500_000), text]),
  Buffer.concat([randomBytes(600_000), text]),
  Buffer.alloc(3_000_000),
  Buffer.from('small'),
  Buffer.alloc(0),
  Buffer.concat([text, randomBytes(512 * 1024)]).subarray(-1024 * 1024),
];

function layerOf(stored: Buffer, content: Buffer = stored): Promise<Layer> {
  const claim = { digest: sha256(stored), sizeBytes: stored.length };
  return createLayer(sha256(content), memorySource(stored), 'L', { claim });
}

interface Written {
  readonly bytes: readonly Buffer[];
  readonly packed: readonly PackedLayer[];
  /** In the order of the calls. */
  readonly calls: readonly string[];
}

/** What becomes of the layers, and how it was written. */
async function pack(
  layers: readonly Layer[],
  task: Omit<PackTask, 'layer' | 'open'>,
  { host = hostOf(2), ...options }: Partial<PackLayersOptions> & { host?: Host } = {},
): Promise<Written> {
  const chunks = layers.map((): Buffer[] => []);
  const calls: string[] = [];
  const tasks = layers.map((layer, index) => ({
    ...task,
    layer,
    open: () => {
      calls.push(`open ${index}`);
      return Promise.resolve({
        write: (bytes: Uint8Array) => {
          chunks[index]?.push(Buffer.from(bytes));
          return Promise.resolve();
        },
        close: () => {
          calls.push(`close ${index}`);
          return Promise.resolve();
        },
      });
    },
  }));
  const packed = await packLayers(tasks, host, { order: 'any', ...options });
  return { packed, calls, bytes: chunks.map((parts) => Buffer.concat(parts)) };
}

const raw = await Promise.all(contents.map((content) => layerOf(content)));
const gzip = await Promise.all(contents.map((content) => layerOf(gzipSync(content, { level: 1 }), content)));
const zstd = await (async () => {
  const { bytes } = await pack(raw, { want: 'zstd' });
  return Promise.all(bytes.map((stored, index) => layerOf(stored, contents[index])));
})();

test('the same layers give the same bytes with any number of workers, in any order, from any storage', async () => {
  const expected = await pack(raw, { want: 'gzip' }, { host: hostOf(1) });
  const digests = ({ packed }: Written): readonly string[] => packed.map(({ digest }) => digest);
  const others = await Promise.all([
    pack(raw, { want: 'gzip' }, { host: hostOf(2) }),
    pack(raw, { want: 'gzip' }, { host: hostOf(4), order: 'given' }),
    pack(raw, { want: 'gzip' }, { host: hostOf(6) }),
    pack(gzip, { want: 'gzip', recompress: true }),
    pack(zstd, { want: 'gzip' }, { order: 'given' }),
  ]);
  expect(others.map(digests)).toEqual(others.map(() => digests(expected)));
  expect(
    expected.bytes.map((bytes, index) => gunzipSync(bytes).equals(contents[index] ?? Buffer.from('?'))),
  ).toEqual(contents.map(() => true));
  expect(expected.packed).toEqual(
    expected.bytes.map((bytes, index) => ({
      digest: sha256(bytes),
      sizeBytes: bytes.length,
      diffId: sha256(contents[index] ?? Buffer.from('?')),
      contentSizeBytes: contents[index]?.length,
      compression: 'gzip',
    })),
  );
});

test('layers packed on one thread are the same as those packed by workers', async () => {
  const [small = Buffer.alloc(0)] = [contents[5]];
  const alone = await pack([await layerOf(small)], { want: 'gzip' }, { host: hostOf(8) });
  const together = await pack(raw, { want: 'gzip' });
  expect(alone.packed[0]).toEqual(together.packed[5]);
});

test('every storage becomes plain again', async () => {
  const all = await Promise.all([raw, gzip, zstd].map((layers) => pack(layers, { want: 'none' })));
  expect(all.map(({ packed }) => packed.map(({ digest }) => digest))).toEqual(
    all.map(() => contents.map(sha256)),
  );
});

test('a layer that is kept passes byte for byte', async () => {
  const all = await Promise.all([raw, gzip, zstd].map((layers) => pack(layers, { want: 'keep' })));
  expect(all.map(({ packed }) => packed.map(({ digest }) => digest))).toEqual(
    [raw, gzip, zstd].map((layers) => layers.map(({ claim }) => claim?.digest)),
  );
});

test('in the given order each is written before the next is opened', async () => {
  const { calls } = await pack(gzip, { want: 'zstd' }, { order: 'given' });
  expect(calls).toEqual(contents.flatMap((_, index) => [`open ${index}`, `close ${index}`]));
});

test('a level is heard', async () => {
  const sizes = await Promise.all(
    [1, 9].map(async (level) => (await pack(raw, { want: 'gzip' }, { level })).packed[0]?.sizeBytes ?? 0),
  );
  expect(sizes[1]).toBeLessThan(sizes[0] ?? 0);
});

test.each(['raw', 'gzip', 'zstd'])(
  'a lie about a large %s layer is found, and no worker stays',
  async (kind) => {
    const host = hostOf(2);
    const [good = await layerOf(text)] = { raw, gzip, zstd }[kind] ?? [];
    const lying = { ...good, diffId: sha256(text) };
    await expect(pack([lying, ...raw], { want: 'gzip' }, { host })).rejects.toThrow(
      `The uncompressed layer L should be ${sha256(text)}`,
    );
    expect(host.running.size).toBe(0);
  },
);

test('damage inside a large gzip layer is found', async () => {
  const stored = gzipSync(contents[0] ?? text);
  stored.fill(0x55, 700_000, 700_100);
  const layer = await createLayer(sha256(text), memorySource(stored), 'L');
  await expect(pack([layer], { want: 'keep' })).rejects.toThrow('The gzip stream of L is damaged');
});

test('an abort in the middle ends everything with its reason', async () => {
  const host = hostOf(2);
  const aborter = new AbortController();
  let readBytes = 0;
  const onRead = (bytes: number): void => {
    readBytes += bytes;
    if (readBytes > 2_000_000) {
      aborter.abort();
    }
  };
  await expect(
    pack([...gzip, ...raw], { want: 'gzip', recompress: true }, { host, signal: aborter.signal, onRead }),
  ).rejects.toThrow('aborted');
  expect(host.running.size).toBe(0);
});

test('a write that fails ends everything with its error, and what is open is closed', async () => {
  const host = hostOf(2);
  let closed = 0;
  const open = () =>
    Promise.resolve({
      write: () => Promise.reject(new Error('the disk is full')),
      close: () => {
        closed += 1;
        return Promise.resolve();
      },
    });
  const tasks = [...raw, ...gzip].map((layer) => ({ layer, want: 'gzip' as const, open }));
  await expect(packLayers(tasks, host, { order: 'any' })).rejects.toThrow('the disk is full');
  expect([closed > 0, host.running.size]).toEqual([true, 0]);
});

test.each([
  ['breaks at once', 'throw new Error("broken");'],
  [
    'breaks at its first message',
    'require("node:worker_threads").parentPort.on("message", () => { throw new Error("broken"); });',
  ],
  ['ends', 'process.exit(3);'],
])('a worker that %s is an error', async (_, script) => {
  const assetDirectory = path.join(await temporaryDirectory(), 'assets');
  await mkdir(assetDirectory);
  await writeFile(path.join(assetDirectory, 'layerWorker.js'), script);
  const real = createTestHost();
  const files = {
    ...real.files,
    readBytes: () => real.files.readBytes(path.join(real.system.assetDirectory, 'deflate.wasm')),
  };
  const { createNodeWorkers } = await import('../../../../src/core/host/nodeWorkers.js');
  const host = { ...real, files, workers: createNodeWorkers(assetDirectory) };
  for (const layers of [raw, gzip]) {
    await expect(pack(layers, { want: 'gzip', recompress: true }, { host })).rejects.toMatchObject({
      code: 'worker-failed',
    });
  }
});

test('layer files are measured past their damage', async () => {
  const good = gzipSync(contents[0] ?? text);
  const cut = good.subarray(0, -1000);
  const files = [good, cut].map((bytes, index) => ({
    name: `${index}.tar.gz`,
    sizeBytes: bytes.length,
    open: () => Promise.resolve({ ...memorySource(bytes), close: () => Promise.resolve() }),
  }));
  const [one, two] = await measureLayers(files, hostOf(2), {});
  expect(one).toEqual({
    ...{ digest: sha256(good), sizeBytes: good.length, paddingBytes: 0 },
    content: { digest: sha256(contents[0] ?? text), sizeBytes: contents[0]?.length },
  });
  expect([two?.digest, two?.content, two?.damage]).toEqual([
    sha256(cut),
    undefined,
    'The gzip stream of 1.tar.gz is damaged: unexpected end of file.',
  ]);
});
