import { setTimeout as delay } from 'node:timers/promises';

/** Returns as soon as `condition` holds. After `timeoutMs` it is an error with the words of `complaint`. */
export async function waitUntil(
  condition: () => Promise<boolean>,
  timeoutMs: number,
  complaint: string | (() => string),
): Promise<void> {
  if (!(await holdsSoon(condition, timeoutMs))) {
    const words = typeof complaint === 'string' ? complaint : complaint();
    throw new Error(`${words} (waited ${timeoutMs} ms).`);
  }
}

/** Whether `condition` holds before the time is over. */
export async function holdsSoon(condition: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      return false;
    }
    await delay(20);
  }
  return true;
}
