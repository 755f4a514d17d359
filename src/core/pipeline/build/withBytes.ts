import type { ByteProgress } from '../../artifact/byteProgress.js';
import type { Clock } from '../../host/host.js';
import type { PipelineEvent, PipelinePhase } from '../buildRequest.js';

/** Work that reports its progress and ends when it is done or aborted. */
type Work<Result> = (options: {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ByteProgress) => void;
}) => Promise<Result>;

const leastIntervalMs = 100;

/**
 * Does the work and gives its progress as `bytes` events, ten a second at most, of which a slow reader gets the
 * newest only. When the reader leaves, the work is aborted and waited for.
 */
export async function* withBytes<Result>(
  phase: PipelinePhase,
  work: Work<Result>,
  { signal, clock }: { readonly signal: AbortSignal; readonly clock: Clock },
): AsyncGenerator<PipelineEvent, Result, undefined> {
  const left = new AbortController();
  const mailbox = new Mailbox(clock);
  const result = work({
    signal: AbortSignal.any([signal, left.signal]),
    onProgress: (progress) => {
      mailbox.put(progress);
    },
  });
  const ended = result.then(
    () => undefined,
    () => undefined,
  );
  void ended.then(() => {
    mailbox.close();
  });
  try {
    for await (const { current, total } of mailbox.take()) {
      yield { kind: 'bytes', phase, current, total };
    }
    return await result;
  } finally {
    left.abort();
    await ended;
  }
}

/** Holds the newest progress until it is taken. */
class Mailbox {
  readonly #clock: Clock;
  #newest: ByteProgress | undefined;
  #isOpen = true;
  #lastMs = Number.NEGATIVE_INFINITY;
  #wake: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  put(progress: ByteProgress): void {
    const nowMs = this.#clock.nowMs();
    if (progress.current < progress.total && nowMs - this.#lastMs < leastIntervalMs) {
      return;
    }
    this.#lastMs = nowMs;
    this.#newest = progress;
    this.#wake();
  }

  close(): void {
    this.#isOpen = false;
    this.#wake();
  }

  async *take(): AsyncGenerator<ByteProgress, void, undefined> {
    for (;;) {
      const progress = this.#newest;
      this.#newest = undefined;
      if (progress !== undefined) {
        yield progress;
      } else if (this.#isOpen) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else {
        return;
      }
    }
  }
}
