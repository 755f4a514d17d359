/** One line of a running program. */
export interface OutputLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** What feeds a channel and can be told to wait. */
export interface Flow {
  pause(): void;
  resume(): void;
}

const highWaterLength = 512 * 1024;
const lowWaterLength = 64 * 1024;

/**
 * Lines on their way from streams to one reader. While more than half a million characters wait, the streams are
 * paused, so that a slow reader slows the program down instead of filling the memory.
 */
export class LineChannel implements AsyncIterable<OutputLine> {
  readonly #flow: Flow;
  #waiting: OutputLine[] = [];
  #waitingLength = 0;
  #paused = false;
  #closed = false;
  #left = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  /** Hands lines over; after the reader has left they are dropped. */
  push(lines: readonly OutputLine[]): void {
    if (this.#left || lines.length === 0) {
      return;
    }
    for (const line of lines) {
      this.#waiting.push(line);
      this.#waitingLength += line.text.length + 1;
    }
    if (this.#waitingLength > highWaterLength && !this.#paused) {
      this.#paused = true;
      this.#flow.pause();
    }
    this.#wake?.();
  }

  /** No more lines will come; those that wait are still read. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** The reader gets this error after the lines that wait. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<OutputLine> {
    try {
      while (await this.#available()) {
        yield* this.#takeAll();
      }
    } finally {
      this.#leave();
    }
    if (this.#failure !== undefined) {
      throw this.#failure.error;
    }
  }

  *#takeAll(): Generator<OutputLine> {
    const lines = this.#waiting;
    this.#waiting = [];
    for (const line of lines) {
      this.#waitingLength -= line.text.length + 1;
      this.#resumeBelow(lowWaterLength);
      yield line;
    }
  }

  async #available(): Promise<boolean> {
    while (this.#waiting.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    return this.#waiting.length > 0;
  }

  /** Without a reader the streams flow on into nothing, so that the program can end. */
  #leave(): void {
    this.#left = true;
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#resumeBelow(lowWaterLength);
  }

  #resumeBelow(length: number): void {
    if (this.#paused && this.#waitingLength < length) {
      this.#paused = false;
      this.#flow.resume();
    }
  }
}
