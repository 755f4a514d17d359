/** Buffers that are used again and again, so that memory stays as it is however much passes. */
export interface BufferPool {
  /** A buffer, once one is free. Who asks first gets first. */
  take(): Promise<ArrayBuffer>;
  give(buffer: ArrayBuffer): void;
  /** Whoever waits or asks later gets this error: buffers were lost. */
  fail(error: unknown): void;
}

interface Waiting {
  readonly resolve: (buffer: ArrayBuffer) => void;
  readonly reject: (error: unknown) => void;
}

/** A pool of at most `count` buffers of `sizeBytes` each; they are made when they are first needed. */
export function createBufferPool(count: number, sizeBytes: number): BufferPool {
  const free: ArrayBuffer[] = [];
  let waiting: Waiting[] = [];
  let made = 0;
  let failure: { readonly error: unknown } | undefined;
  return {
    async take() {
      if (failure !== undefined) {
        throw failure.error;
      }
      const buffer = free.pop();
      if (buffer !== undefined) {
        return buffer;
      }
      if (made < count) {
        made += 1;
        return new ArrayBuffer(sizeBytes);
      }
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    give(buffer) {
      const next = waiting.shift();
      if (next === undefined) {
        free.push(buffer);
      } else {
        next.resolve(buffer);
      }
    },
    fail(error) {
      failure ??= { error };
      for (const { reject } of waiting) {
        reject(error);
      }
      waiting = [];
    },
  };
}
