import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { CheckSchedule } from '../../../src/server/check/checkSchedule.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

interface Recorded {
  readonly schedule: CheckSchedule;
  readonly runs: { readonly subject: string; readonly signal: AbortSignal }[];
  readonly errors: unknown[];
}

function record(run: (signal: AbortSignal) => Promise<void>): Recorded {
  const runs: Recorded['runs'] = [];
  const errors: unknown[] = [];
  const schedule = new CheckSchedule({
    run: (subject, signal) => {
      runs.push({ subject, signal });
      return run(signal);
    },
    onError: (error) => errors.push(error),
  });
  return { schedule, runs, errors };
}

const forever = (): Promise<void> => new Promise(() => undefined);

test('many requests while typing come to one check', async () => {
  const { schedule, runs } = record(() => Promise.resolve());
  for (let key = 0; key < 5; key++) {
    schedule.request('/a', 300);
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(300);
  expect(runs.map(({ subject }) => subject)).toEqual(['/a']);
});

test('a newer request cancels the check that runs', async () => {
  const { schedule, runs } = record(forever);
  schedule.request('/a', 300);
  await vi.advanceTimersByTimeAsync(300);
  schedule.request('/a', 300);
  expect(runs.map(({ signal }) => signal.aborted)).toEqual([true]);
});

test('who is in a hurry need not wait for the delay, and gets one check', async () => {
  const { schedule, runs } = record(() => Promise.resolve());
  schedule.request('/a', 300);
  await Promise.all([schedule.hurry('/a'), schedule.hurry('/a'), schedule.hurry('/b')]);
  await vi.advanceTimersByTimeAsync(300);
  expect(runs.map(({ subject }) => subject)).toEqual(['/a']);
});

test('subjects do not disturb each other', async () => {
  const { schedule, runs } = record(forever);
  schedule.request('/a', 300);
  schedule.request('/b', 300);
  await vi.advanceTimersByTimeAsync(300);
  expect(runs.map(({ subject, signal }) => [subject, signal.aborted])).toEqual([
    ['/a', false],
    ['/b', false],
  ]);
});

test('a failure is told, and that of a cancelled check is not', async () => {
  const { schedule, errors } = record(async (signal) => {
    await Promise.resolve();
    throw signal.aborted ? new Error('late') : new Error('real');
  });
  schedule.request('/a', 300);
  await vi.advanceTimersByTimeAsync(300);
  schedule.request('/b', 300);
  vi.advanceTimersByTime(300);
  schedule.cancel('/b');
  await vi.advanceTimersByTimeAsync(300);
  expect(errors.map((error) => (error as Error).message)).toEqual(['real']);
});
