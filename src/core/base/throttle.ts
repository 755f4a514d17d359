/** A function that may be called often and acts seldom; disposing it drops what is pending. */
export interface Throttled {
  /** Acts now when the last act is long enough ago, else once at the end of the interval. */
  request(): void;
  dispose(): void;
}

/** Limits `act` to once every `intervalMs`; the last request is never lost. */
export function throttle(act: () => void, intervalMs: number): Throttled {
  let timer: NodeJS.Timeout | undefined;
  let pending = false;
  const tick = (): void => {
    timer = undefined;
    if (pending) {
      run();
    }
  };
  const run = (): void => {
    pending = false;
    timer = setTimeout(tick, intervalMs);
    act();
  };
  return {
    request: () => {
      pending = true;
      if (timer === undefined) {
        run();
      }
    },
    dispose: () => {
      pending = false;
      clearTimeout(timer);
    },
  };
}
