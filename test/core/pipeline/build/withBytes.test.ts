import { expect, test } from 'vitest';

import type { PipelineEvent } from '../../../../src/core/pipeline/buildRequest.js';
import { withBytes } from '../../../../src/core/pipeline/build/withBytes.js';

const never = new AbortController().signal;

/** A clock that is a second later each time it is asked. */
function fastClock() {
  let ms = 0;
  return { nowMs: () => (ms += 1000) };
}

async function collect(events: AsyncGenerator<PipelineEvent, string>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (;;) {
    const next = await events.next();
    seen.push(next.value);
    if (next.done === true) {
      return seen;
    }
  }
}

test('progress comes as events, the result at the end', async () => {
  const events = withBytes(
    'converting',
    async ({ onProgress }) => {
      onProgress({ current: 1, total: 2 });
      await Promise.resolve().then(() => Promise.resolve());
      onProgress({ current: 2, total: 2 });
      return 'done';
    },
    { signal: never, clock: fastClock() },
  );
  expect(await collect(events)).toEqual([
    { kind: 'bytes', phase: 'converting', current: 1, total: 2 },
    { kind: 'bytes', phase: 'converting', current: 2, total: 2 },
    'done',
  ]);
});

test('progress that comes faster than ten times a second is left out, but never its end', async () => {
  const events = withBytes(
    'verifying',
    async ({ onProgress }) => {
      for (let current = 0; current <= 100; current += 1) {
        onProgress({ current, total: 100 });
        await Promise.resolve();
      }
      return 'done';
    },
    { signal: never, clock: { nowMs: () => 0 } },
  );
  expect(await collect(events)).toEqual([
    { kind: 'bytes', phase: 'verifying', current: 0, total: 100 },
    { kind: 'bytes', phase: 'verifying', current: 100, total: 100 },
    'done',
  ]);
});

test('a failure of the work is the failure of the stream', async () => {
  const work = (): Promise<string> => Promise.reject(new Error('disk on fire'));
  await expect(collect(withBytes('converting', work, { signal: never, clock: fastClock() }))).rejects.toThrow(
    'disk on fire',
  );
});

test('whoever leaves the stream ends the work, and it has ended when the stream has', async () => {
  let ended = false;
  const events = withBytes(
    'converting',
    async ({ signal, onProgress }) => {
      onProgress({ current: 0, total: 1 });
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      ended = true;
      signal.throwIfAborted();
      return 'done';
    },
    { signal: never, clock: fastClock() },
  );
  await events.next();
  await events.return('left');
  expect(ended).toBe(true);
});
