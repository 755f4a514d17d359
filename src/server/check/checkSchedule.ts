import { isAbort } from '../../core/base/abort.js';

/** What a schedule runs. */
export interface ScheduleOptions {
  /** Checks one subject; must stop soon after `signal` is aborted. */
  readonly run: (subject: string, signal: AbortSignal) => Promise<void>;
  /** Receives what `run` fails with, unless it was cancelled. */
  readonly onError: (error: unknown) => void;
}

interface Entry {
  readonly timer: NodeJS.Timeout;
  /** Absent while it waits. */
  running?: { readonly abort: AbortController; readonly end: Promise<void> };
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
    this.#entries.set(subject, { timer: setTimeout(() => void this.hurry(subject), delayMs) });
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
      entry.running ??= this.#start(subject, entry);
      await entry.running.end;
    }
  }

  /** Stops what waits or runs for a subject. */
  cancel(subject: string): void {
    const entry = this.#entries.get(subject);
    if (entry !== undefined) {
      clearTimeout(entry.timer);
      entry.running?.abort.abort();
      this.#entries.delete(subject);
    }
  }

  /** Stops everything. */
  dispose(): void {
    for (const subject of [...this.#entries.keys()]) {
      this.cancel(subject);
    }
  }

  #start(subject: string, entry: Entry): NonNullable<Entry['running']> {
    // Why not before: nearly all requests are replaced by the next keystroke's while they wait.
    const abort = new AbortController();
    return { abort, end: this.#run(subject, entry, abort.signal) };
  }

  async #run(subject: string, entry: Entry, signal: AbortSignal): Promise<void> {
    try {
      await this.#options.run(subject, signal);
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) {
        this.#options.onError(error);
      }
    } finally {
      if (this.#entries.get(subject) === entry) {
        this.#entries.delete(subject);
      }
    }
  }
}
