import { expect, test } from 'vitest';

import type { WorkerListener, Workers } from '../../../../src/core/host/host.js';
import { startWorkerPool } from '../../../../src/core/image/layer/workerPool.js';

/** Workers that never answer, and what hears of them. */
function silentWorkers(): { readonly workers: Workers; readonly listeners: WorkerListener[] } {
  const listeners: WorkerListener[] = [];
  const workers: Workers = {
    parallelism: 2,
    start(_script, _data, listener) {
      listeners.push(listener);
      return { post: () => undefined, stop: () => Promise.resolve() };
    },
  };
  return { workers, listeners };
}

test('what comes after a worker broke is refused like what it had in hand, and does not wait for ever', async () => {
  const { workers, listeners } = silentWorkers();
  const failures: Error[] = [];
  const pool = startWorkerPool({ workers }, 2, {}, (error) => failures.push(error));
  const chunk = (): { buffer: ArrayBuffer; start: number; length: number } => {
    return { buffer: new ArrayBuffer(8), start: 0, length: 8 };
  };
  const encoder = pool.encoder('gzip', undefined);
  const [before, other] = [encoder.encode(chunk()), encoder.encode(chunk())];
  other.catch(() => undefined);
  const broken = new Error('broken');
  listeners[0]?.onFailure(broken);
  await expect(before).rejects.toBe(broken);
  await expect(encoder.encode(chunk())).rejects.toBe(broken);
  const heard: unknown[] = [];
  const layer = { compression: 'gzip', name: 'L' } as const;
  const reading = pool.open({ layer, withContent: false, pastDamage: false }, (reply) => heard.push(reply));
  reading.end();
  expect([heard, failures]).toEqual([[broken], [broken]]);
});
