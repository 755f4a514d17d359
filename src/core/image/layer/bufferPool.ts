/** Buffers that are used again and again, so that memory stays as it is however much passes. */
export interface BufferPool {
  /** A buffer, once one is free. Who asks first gets first. */
  take(): Promise<ArrayBuffer>;
  give(buffer: ArrayBuffer): void;
}

/** A pool of at most `count` buffers of `sizeBytes` each; they are made when they are first needed. */
export function createBufferPool(count: number, sizeBytes: number): BufferPool {
  const free: ArrayBuffer[] = [];
  const waiting: ((buffer: ArrayBuffer) => void)[] = [];
  let made = 0;
  return {
    take() {
      const buffer = free.pop();
      if (buffer !== undefined) {
        return Promise.resolve(buffer);
      }
      if (made < count) {
        made += 1;
        return Promise.resolve(new ArrayBuffer(sizeBytes));
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    give(buffer) {
      const next = waiting.shift();
      if (next === undefined) {
        free.push(buffer);
      } else {
        next(buffer);
      }
    },
  };
}
