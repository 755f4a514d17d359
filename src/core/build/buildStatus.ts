import type { BuildFailure } from './buildEvent.js';

/** The state of a build at one moment: a pure fold over its events. Rendered alike by panel, terminal and report. */
export interface BuildStatus {
  readonly state: BuildState;
  readonly recipeName: string;
  readonly startedMs?: number;
  readonly endedMs?: number;
  /** One a platform, in the recipe's order, then (if anything belongs to none) one named `shared`. */
  readonly platforms: readonly PlatformStatus[];
  readonly warnings: readonly { readonly message: string; readonly line?: number; readonly url?: string }[];
  /** Lines of the tool that belong to no step, newest last, at most 200. */
  readonly messages: readonly string[];
  readonly failure?: BuildFailure;
}

/** Where a build, a platform or a step stands. */
export type BuildState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** The steps of one platform. */
export interface PlatformStatus {
  /** `linux/arm64`, or `shared` for steps that serve all platforms. */
  readonly platform: string;
  readonly state: BuildState;
  /** Each after the steps it builds on. */
  readonly steps: readonly StepStatus[];
  readonly counts: {
    readonly total: number;
    readonly done: number;
    readonly cached: number;
    readonly running: number;
    readonly failed: number;
  };
  readonly startedMs?: number;
  readonly endedMs?: number;
  /** Bytes moved by its steps; total 0 when unknown. */
  readonly bytes: { readonly current: number; readonly total: number };
}

/** One step. */
export interface StepStatus {
  readonly digest: string;
  /** Without the bracketed prefix: `RUN make`. */
  readonly name: string;
  /** `build 3/4`; absent for internal steps. */
  readonly stage?: string;
  readonly state: BuildState;
  readonly cached: boolean;
  readonly startedMs?: number;
  readonly endedMs?: number;
  readonly error?: string;
  readonly bytes: { readonly current: number; readonly total: number };
  /** The newest lines, ANSI sequences removed, at most 500; `droppedLines` counts the older ones. */
  readonly logLines: readonly string[];
  readonly droppedLines: number;
  /** Digests of the steps it builds on. */
  readonly inputs?: readonly string[];
  /** The last log line as it was written, while its end has not come; for the fold alone. */
  readonly openLine?: string;
  /** Bytes by what is moved (a layer, the context), of which `bytes` is the sum; for the fold alone. */
  readonly transfers?: Readonly<Record<string, { readonly current: number; readonly total: number }>>;
}
