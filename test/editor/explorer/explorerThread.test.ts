import { readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Host, WorkerListener } from '../../../src/core/host/host.js';
import { ExplorerThread } from '../../../src/editor/explorer/explorerThread.js';
import { imageBlobs, layoutMembers } from '../../support/archiveImage.js';
import { temporaryDirectory, writeBytes, writeTar } from '../../support/archiveFiles.js';
import { tarOf, type TarMember } from '../../support/archiveTar.js';
import { createTestHost } from '../../support/testHost.js';

let host: Host;
let thread: ExplorerThread;

beforeEach(() => {
  host = createTestHost();
  thread = new ExplorerThread(host);
});

afterEach(() => thread.stop());

async function members(): Promise<readonly TarMember[]> {
  const layer = await tarOf([{ name: 'hello', bytes: Buffer.from('hello') }]);
  return layoutMembers([
    imageBlobs({ os: 'linux', architecture: 'amd64', tag: 'app', layers: [layer] }, 'gzip'),
  ]);
}

async function sample(): Promise<string> {
  return writeTar(await temporaryDirectory(), await members());
}

test('an image is listed and its files come from the thread, with progress', async () => {
  const sources = [await sample()];
  const { images } = await thread.call('open', { sources });
  const names: string[] = [];
  const percents: number[] = [];
  const request = { image: '0/0', part: 'merged' } as const;
  const options = {
    onStretch: ({ rows }: { readonly rows: { readonly names: readonly string[] } }) =>
      names.push(...rows.names),
    onProgress: ({ current, total }: { current: number; total: number }) => percents.push(current / total),
  };
  await thread.call('files', { sources, request }, options);
  expect([images.length, names, percents.at(-1)]).toEqual([1, ['hello'], 1]);
});

test('an error of the thread keeps its words and its code', async () => {
  const failure = thread.call('open', { sources: ['/no/such/image.tar'] });
  await expect(failure).rejects.toMatchObject({
    code: 'input-missing',
    message: 'There is no archive at /no/such/image.tar.',
  });
});

test('a call that is cancelled before it begins fails as cancelled, and the next one works', async () => {
  const sources = [await sample()];
  const cancelled = thread.call('open', { sources }, { signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  expect((await thread.call('open', { sources })).images.length).toBe(1);
});

test('stopping closes what is open, removes what was unpacked, and may be followed by another call', async () => {
  const directory = await temporaryDirectory();
  const before = new Set(await leftovers());
  const sources = [await writeBytes(directory, gzipSync(await tarOf(await members())))];
  await thread.call('open', { sources });
  await thread.stop();
  expect((await leftovers()).filter((name) => !before.has(name))).toEqual([]);
  expect((await thread.call('open', { sources })).images.length).toBe(1);
});

async function leftovers(): Promise<readonly string[]> {
  const names = await readdir(host.system.temporaryDirectory);
  return names.filter((name) => name.startsWith('oci-recipe-explorer-'));
}

test('when the thread dies, what waits for it fails, and the next call starts another', async () => {
  const listeners: WorkerListener[] = [];
  const workers: Host['workers'] = {
    parallelism: 1,
    start: (_script, _data, listener) => {
      listeners.push(listener);
      return { post: () => undefined, stop: () => Promise.resolve() };
    },
  };
  const dying = new ExplorerThread({ ...host, workers });
  const first = dying.call('open', { sources: [] });
  listeners[0]?.onFailure(new Error('out of memory'));
  await expect(first).rejects.toThrow('out of memory');
  const second = dying.call('open', { sources: [] });
  listeners[1]?.onMessage({ kind: 'result', id: 2, result: { images: [], notes: [] } });
  expect(await second).toEqual({ images: [], notes: [] });
});
