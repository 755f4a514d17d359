/** What a sweeper works with; Node's own in the server. */
export interface Heap {
  /** What is in the heap now, garbage included, in bytes. */
  readonly usedBytes: () => number;
  /** Collects all garbage; takes some ten milliseconds. */
  readonly collect: () => void;
}

/** How long nothing must be typed (the check after it runs colder), and what collecting must be worth. */
const pauseMs = 5000;
const worthwhileBytes = 8 * 1024 * 1024;

/**
 * Collects garbage when work pauses. Why: what one check knows of a long Dockerfile outlives V8's quick collections,
 * and it lets such garbage pile up to a multiple of what is in use; a server that waits for the next keystroke would
 * hold it for as long as it waits.
 */
export class HeapSweeper {
  readonly #heap: Heap;
  readonly #pauseMs: number;
  #timer: NodeJS.Timeout | undefined;
  /** What was left the last time. */
  #keptBytes = 0;

  constructor(heap: Heap, options: { readonly pauseMs?: number } = {}) {
    this.#heap = heap;
    this.#pauseMs = options.pauseMs ?? pauseMs;
  }

  /** Work was done: garbage is collected when none follows for a while. */
  worked(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#sweep();
    }, this.#pauseMs);
    this.#timer.unref();
  }

  #sweep(): void {
    const { usedBytes, collect } = this.#heap;
    if (usedBytes() - this.#keptBytes >= worthwhileBytes) {
      collect();
      this.#keptBytes = usedBytes();
    }
  }
}
