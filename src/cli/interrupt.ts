/** The part of the process that signals come from. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** What the user's signals do. */
export interface Interrupt {
  /** Aborted by the first signal: everything ends politely and cleans up behind itself. */
  readonly signal: AbortSignal;
  dispose(): void;
}

const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Turns the first signal into an abort (then `onFirst`), and every further one into `onAgain`. */
export function createInterrupt(
  source: SignalSource,
  reactions: { readonly onFirst: () => void; readonly onAgain: () => void },
): Interrupt {
  const controller = new AbortController();
  const listener = (): void => {
    if (controller.signal.aborted) {
      reactions.onAgain();
    } else {
      controller.abort();
      reactions.onFirst();
    }
  };
  for (const signal of signals) {
    source.on(signal, listener);
  }
  return {
    signal: controller.signal,
    dispose: () => {
      for (const signal of signals) {
        source.off(signal, listener);
      }
    },
  };
}
