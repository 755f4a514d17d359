/** One run of several things at once, of which the first failure ends all. */
export interface Run {
  /** Fires when the caller aborts and when something failed. */
  readonly signal: AbortSignal;
  /** Notes a failure; only the first one counts. */
  readonly fail: (error: unknown) => void;
  /** Throws the first failure, if there was one. */
  readonly check: () => void;
}

/** A run in which nothing has failed yet. */
export function createRun(signal: AbortSignal | undefined): Run {
  const failed = new AbortController();
  let failure: { readonly error: unknown } | undefined;
  return {
    signal: signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]),
    fail(error) {
      failure ??= { error };
      failed.abort();
    },
    check() {
      if (failure !== undefined) {
        throw failure.error;
      }
    },
  };
}

/** Lets a bounded number in at once, in the order they come. */
export interface Gate {
  /** Settles when it is the caller's turn, with what ends it; that may be called more than once. */
  enter(): Promise<() => void>;
}

/** A gate for `count` at once. */
export function createGate(count: number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  const leave = (): void => {
    inside -= 1;
    waiting.shift()?.();
  };
  return {
    async enter() {
      if (inside >= count) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      inside += 1;
      let isInside = true;
      return () => {
        if (isInside) {
          isInside = false;
          leave();
        }
      };
    },
  };
}
