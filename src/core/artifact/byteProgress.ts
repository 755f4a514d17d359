/** How far a conversion or a verification is, in bytes of input. */
export interface ByteProgress {
  readonly current: number;
  readonly total: number;
}

/** How long work on bytes is stopped and watched. */
export interface ByteWorkOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ByteProgress) => void;
}

/** A function that adds up what was read and tells the listener, who hears of the start at once. */
export function byteCounter(total: number, options: ByteWorkOptions): (bytes: number) => void {
  let current = 0;
  options.onProgress?.({ current, total });
  return (bytes) => {
    current += bytes;
    options.onProgress?.({ current, total });
  };
}
