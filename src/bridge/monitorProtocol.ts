/** The contract between the editor and the build monitor's webview: plain data, shared by both sides. */

/** What the monitor shows, ready to be drawn; the whole view can be rebuilt from one of these. */
export interface MonitorView {
  /** Newest first; the monitor shows the first unless another is chosen. */
  readonly builds: readonly BuildView[];
  /**
   * The clock of the sender, in milliseconds since 1970. A remote workspace's clock may differ from the one of the
   * window that shows it; with this, times that still run are right.
   */
  readonly nowMs?: number;
}

/** One build. Texts are for people; `startedMs`/`endedMs` are milliseconds since 1970. */
export interface BuildView {
  readonly id: string;
  readonly recipeName: string;
  readonly state: StateView;
  readonly startedMs?: number;
  readonly endedMs?: number;
  /** Phase in words while it runs: `Building`, `Converting`, `Verifying`. */
  readonly phase: string;
  /** 0 to 1. */
  readonly progress: number;
  readonly platforms: readonly PlatformView[];
  readonly failure?: FailureView;
  readonly artifacts: readonly ArtifactView[];
  readonly problems: readonly string[];
}

/** State of a build, a platform or a step. */
export type StateView = 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** One platform and its steps. */
export interface PlatformView {
  readonly platform: string;
  readonly state: StateView;
  readonly done: number;
  readonly total: number;
  readonly cached: number;
  readonly startedMs?: number;
  readonly endedMs?: number;
  readonly steps: readonly StepView[];
}

/** One step, without its log (asked for with `showStep`). */
export interface StepView {
  readonly id: string;
  readonly name: string;
  readonly stage?: string;
  readonly state: StateView;
  readonly cached: boolean;
  readonly startedMs?: number;
  readonly endedMs?: number;
  readonly bytes?: { readonly current: number; readonly total: number };
}

/** Why the build failed. */
export interface FailureView {
  readonly message: string;
  readonly platform?: string;
  readonly step?: string;
  /** Shown as a link: `Dockerfile:12`. */
  readonly location?: string;
  readonly exitCode?: number;
  readonly logTail: readonly string[];
}

/** The artifacts of one platform. */
export interface ArtifactView {
  readonly platform: string;
  readonly directory: string;
  readonly manifestDigest?: string;
  readonly configDigest: string;
  readonly layers: readonly {
    readonly file: string;
    readonly digest: string;
    readonly diffId: string;
    readonly sizeBytes: number;
    readonly source: string;
  }[];
}

/** The log of one step. */
export interface StepLogView {
  readonly buildId: string;
  readonly stepId: string;
  /** ANSI sequences removed. */
  readonly lines: readonly string[];
  readonly droppedLines: number;
}

/** Messages to the webview, by name. */
export interface ToMonitor {
  readonly view: MonitorView;
  readonly stepLog: StepLogView;
}

/** Messages from the webview, by name. */
export interface FromMonitor {
  /** The webview has loaded and wants the whole view. */
  readonly ready: Readonly<Record<string, never>>;
  /** Send the log of this step now and whenever it grows; the last one chosen wins. */
  readonly showStep: { readonly buildId: string; readonly stepId: string };
  readonly cancelBuild: { readonly buildId: string };
  readonly openFailure: { readonly buildId: string };
  readonly showLog: { readonly buildId: string };
  readonly copyText: { readonly text: string };
  readonly revealArtifacts: { readonly buildId: string; readonly platform: string };
  readonly exploreArtifacts: { readonly buildId: string; readonly platform: string };
  /** Offer what else can be done with the artifacts: convert, verify, inspect, compare. */
  readonly chooseAction: { readonly buildId: string; readonly platform: string };
}

/** One message as it travels: `{ type, value }`. */
export type MessageOf<Contract> = {
  readonly [Name in keyof Contract]: { readonly type: Name; readonly value: Contract[Name] };
}[keyof Contract];

/** A handler for every message of a contract: a message without one does not compile. */
export type HandlersOf<Contract> = {
  readonly [Name in keyof Contract]: (value: Contract[Name]) => void;
};

/** Hands a message to its handler; messages of unknown type are ignored (an older page may still be open). */
export function dispatchMessage<Contract>(
  handlers: HandlersOf<Contract>,
  message: MessageOf<Contract>,
): void {
  const handler = handlers[message.type] as ((value: unknown) => void) | undefined;
  handler?.(message.value);
}
