import { setTimeout as delay } from 'node:timers/promises';

/** Returns as soon as `condition` holds. After `timeoutMs` it is an error with the words of `complaint`. */
export async function waitUntil(
  condition: () => Promise<boolean>,
  timeoutMs: number,
  complaint: string,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error(`${complaint} (waited ${timeoutMs} ms).`);
    }
    await delay(20);
  }
}
