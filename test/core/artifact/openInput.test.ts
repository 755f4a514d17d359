import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { openInput } from '../../../src/core/artifact/openInput.js';
import { temporaryDirectory } from '../../support/archiveFiles.js';
import { createTestHost } from '../../support/testHost.js';

const host = createTestHost();

interface Endless {
  readonly bytes: AsyncIterable<Uint8Array>;
  given: number;
  isReleased: boolean;
}

/** A stream that starts with some bytes and then gives zeros for as long as anybody takes them. */
function endless(start: Uint8Array): Endless {
  const stream: Endless = { bytes: generate(), given: 0, isReleased: false };
  // eslint-disable-next-line @typescript-eslint/require-await -- the interface is asynchronous, memory is not
  async function* generate(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        yield stream.given === 0 ? start : new Uint8Array(1024);
        stream.given += 1;
      }
    } finally {
      stream.isReleased = true;
    }
  }
  return stream;
}

const text = Buffer.from('this is no archive '.repeat(100));
const refused: readonly (readonly [string, Uint8Array, string])[] = [
  ['is compressed with bzip2', Buffer.from('BZh91AY&SY '), 'archive-unsupported'],
  ['is no tar archive', text, 'archive-unreadable'],
  ['is compressed and no tar archive', gzipSync(text), 'archive-unreadable'],
  ['is damaged', Buffer.concat([gzipSync(text).subarray(0, 12), text]), 'archive-corrupt'],
];

test.each(refused)('a stream that %s is given up at its start', async (_, start, code) => {
  const scratch = await temporaryDirectory();
  const stream = endless(start);
  const opening = openInput({ name: 'the stream', bytes: stream.bytes }, host, { scratch });
  await expect(opening).rejects.toMatchObject({
    code,
    message: expect.stringContaining('the stream') as string,
  });
  await expect.poll(() => stream.isReleased).toBe(true);
  expect(stream.given).toBeLessThan(1000);
});

test('a device is refused with what to do instead', async () => {
  const opening = openInput('/dev/zero', host, { scratch: await temporaryDirectory() });
  await expect(opening).rejects.toMatchObject({
    code: 'archive-unreadable',
    message: expect.stringContaining('give - for it') as string,
  });
});
