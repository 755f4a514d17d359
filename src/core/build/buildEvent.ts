/**
 * What happens during a build, as a stream. Times are milliseconds since 1970. The decoder of buildx's
 * `--progress=rawjson` makes the vertex, progress, log and warning events; the runner the others.
 * https://github.com/moby/buildkit/blob/v0.25.0/client/graph.go
 */
export type BuildEvent =
  BuildStarted | VertexEvent | ProgressEvent | LogEvent | WarningEvent | MessageEvent | BuildFinished;

/** The build begins: what it builds. */
export interface BuildStarted {
  readonly kind: 'started';
  readonly timeMs: number;
  readonly recipeName: string;
  /** `linux/arm64`, in the recipe's order. */
  readonly platforms: readonly string[];
}

/** The newest state of one vertex (step) of BuildKit's graph; later events of a digest replace earlier ones. */
export interface VertexEvent {
  readonly kind: 'vertex';
  readonly digest: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly cached: boolean;
  readonly startedMs?: number;
  readonly completedMs?: number;
  readonly error?: string;
}

/** Bytes (or other units) moved inside a vertex: a download, an export, a context transfer. */
export interface ProgressEvent {
  readonly kind: 'progress';
  readonly vertex: string;
  readonly id: string;
  readonly current: number;
  /** 0 when unknown. */
  readonly total: number;
  readonly completed: boolean;
}

/** Output of a step: as written, ANSI sequences included; may hold several lines or part of one. */
export interface LogEvent {
  readonly kind: 'log';
  readonly vertex: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  readonly timeMs: number;
}

/** A warning of BuildKit's frontend (its build checks, deprecations). `line` counts from 1. */
export interface WarningEvent {
  readonly kind: 'warning';
  readonly vertex: string;
  readonly message: string;
  readonly detail: readonly string[];
  readonly url?: string;
  readonly file?: string;
  readonly line?: number;
}

/** A line of the tool that belongs to no step. */
interface MessageEvent {
  readonly kind: 'message';
  readonly text: string;
}

/** The last event of every build. */
export interface BuildFinished {
  readonly kind: 'finished';
  readonly timeMs: number;
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly failure?: BuildFailure;
}

/** Why a build failed, as exactly as it is known. */
export interface BuildFailure {
  readonly message: string;
  /** `linux/arm64`; absent when the failure belongs to no platform. */
  readonly platform?: string;
  /** The step as BuildKit names it: `[linux/arm64 build 3/4] RUN make`. */
  readonly step?: string;
  /** Line in the Dockerfile, from 1. */
  readonly line?: number;
  /** The lines around it as the builder quotes them. */
  readonly excerpt?: readonly ExcerptLine[];
  /** The linked target whose Dockerfile `line` counts in; absent: the recipe's own. */
  readonly linkedTarget?: LinkedTarget;
  readonly exitCode?: number;
  /** The last lines the failed step wrote. */
  readonly logTail: readonly string[];
}

/** A quoted line of a Dockerfile; `line` counts from 1. */
export interface ExcerptLine {
  readonly line: number;
  readonly text: string;
}

/** A target that the recipe takes a context from. */
export interface LinkedTarget {
  readonly name: string;
  /** Absolute path of its Dockerfile; absent when that is inline. */
  readonly dockerfile?: string;
}
