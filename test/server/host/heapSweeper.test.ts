import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { HeapSweeper } from '../../../src/server/host/heapSweeper.js';
import { createNodeHeap } from '../../../src/server/host/nodeHeap.js';

const megabyte = 1024 * 1024;

/** A heap that garbage can be put into; 20 MB of it are in use. */
function createHeap() {
  const heap = { garbage: 0, collections: 0 };
  return {
    heap,
    sweeper: new HeapSweeper(
      {
        usedBytes: () => 20 * megabyte + heap.garbage,
        collect: () => {
          heap.garbage = 0;
          heap.collections += 1;
        },
      },
      { pauseMs: 100 },
    ),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('garbage is collected', () => {
  it('when no work follows for a while', () => {
    const { heap, sweeper } = createHeap();
    sweeper.worked();
    vi.advanceTimersByTime(100);
    expect(heap.collections).toBe(1);
  });

  it('not while work goes on', () => {
    const { heap, sweeper } = createHeap();
    for (let time = 0; time < 10; time += 1) {
      sweeper.worked();
      vi.advanceTimersByTime(99);
    }
    expect(heap.collections).toBe(0);
  });

  it('not again for little', () => {
    const { heap, sweeper } = createHeap();
    sweeper.worked();
    vi.advanceTimersByTime(100);
    heap.garbage = 7 * megabyte;
    sweeper.worked();
    vi.advanceTimersByTime(100);
    expect(heap).toEqual({ garbage: 7 * megabyte, collections: 1 });
  });

  it('again for much', () => {
    const { heap, sweeper } = createHeap();
    sweeper.worked();
    vi.advanceTimersByTime(100);
    heap.garbage = 9 * megabyte;
    sweeper.worked();
    vi.advanceTimersByTime(100);
    expect(heap).toEqual({ garbage: 0, collections: 2 });
  });
});

it("this process's own heap gets smaller by collecting", () => {
  const heap = createNodeHeap();
  const kept = Array.from({ length: 500_000 }, (_, index) => `number ${String(index)}`);
  const before = heap.usedBytes();
  kept.length = 0;
  heap.collect();
  expect(heap.usedBytes()).toBeLessThan(before);
});
