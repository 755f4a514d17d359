import { isAbort } from '../../core/base/abort.js';

/** What a schedule runs. */
export interface ScheduleOptions {
  /** Checks one subject; must stop soon after `signal` is aborted. */
  readonly run: (subject: string, signal: AbortSignal) => Promise<void>;
  /** Receives what `run` fails with, unless it was cancelled. */
  readonly onError: (error: unknown) => void;
}

interface Entry {
  readonly abort: AbortController;
  readonly timer: NodeJS.Timeout;
  /** Absent while it waits. */
  running?: Promise<void>;
}

/** Runs at most one check a subject: a newer request cancels the older one, waiting or running. */
export class CheckSchedule {
  readonly #options: ScheduleOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: ScheduleOptions) {
    this.#options = options;
  }

  /** Checks the subject when nothing else is asked of it for `delayMs`. */
  request(subject: string, delayMs: number): void {
    this.cancel(subject);
    const abort = new AbortController();
    const timer = setTimeout(() => void this.hurry(subject), delayMs);
    this.#entries.set(subject, { abort, timer });
  }

  /** Whether a check of the subject waits or runs. */
  isAsked(subject: string): boolean {
    return this.#entries.has(subject);
  }

  /** Settles when nothing is asked of the subject any more that was asked until now; what waits is run at once. */
  async hurry(subject: string): Promise<void> {
    const entry = this.#entries.get(subject);
    if (entry !== undefined) {
      clearTimeout(entry.timer);
      entry.running ??= this.#run(subject, entry.abort);
      await entry.running;
    }
  }

  /** Stops what waits or runs for a subject. */
  cancel(subject: string): void {
    const entry = this.#entries.get(subject);
    if (entry !== undefined) {
      clearTimeout(entry.timer);
      entry.abort.abort();
      this.#entries.delete(subject);
    }
  }

  /** Stops everything. */
  dispose(): void {
    for (const subject of [...this.#entries.keys()]) {
      this.cancel(subject);
    }
  }

  async #run(subject: string, abort: AbortController): Promise<void> {
    try {
      await this.#options.run(subject, abort.signal);
    } catch (error) {
      if (!abort.signal.aborted && !isAbort(error)) {
        this.#options.onError(error);
      }
    } finally {
      if (this.#entries.get(subject)?.abort === abort) {
        this.#entries.delete(subject);
      }
    }
  }
}
