import { errors, type Locator } from 'playwright-core';

/** Whether an element gets into this state before the time is over. */
export async function becomes(
  locator: Locator,
  state: 'visible' | 'hidden',
  timeoutMs: number,
): Promise<boolean> {
  try {
    await locator.waitFor({ state, timeout: timeoutMs });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) {
      return false;
    }
    throw error;
  }
}
