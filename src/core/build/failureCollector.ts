import type { BuildEvent, BuildFailure, ExcerptLine, VertexEvent } from './buildEvent.js';
import { formatBuildError } from './buildError.js';
import { isCancellation } from './reduceStatus.js';
import { appendOutput } from './stepLog.js';
import type { StepLog } from './stepLog.js';
import { parseStepName } from './stepName.js';

const maxMessages = 200;
const tailLines = 20;
const maxErrorLines = 4;

/** How buildx and the docker client begin the line that says why they failed. */
const errorPrefix = /^error( response from daemon)?: /i;

const rulePattern = /^-{10,}$/;

const emptyLog: StepLog = { logLines: [], droppedLines: 0, openLine: '' };

/** Listens to a build and remembers what explains its failure, should it fail. */
export class FailureCollector {
  #failed: VertexEvent | undefined;
  #messages: string[] = [];
  readonly #logs = new Map<string, StepLog>();
  readonly #onlyPlatform: string | undefined;

  /** `onlyPlatform` is what the build is for, where it is for one alone; whatever fails then failed for it. */
  constructor(onlyPlatform?: string) {
    this.#onlyPlatform = onlyPlatform;
  }

  /** Takes note of one event. */
  add(event: BuildEvent): void {
    if (event.kind === 'message') {
      this.#messages.push(event.text);
      this.#messages = this.#messages.slice(-maxMessages);
    } else if (event.kind === 'log') {
      const log = this.#logs.get(event.vertex) ?? emptyLog;
      this.#logs.set(event.vertex, appendOutput(log, event.text));
    } else if (event.kind === 'vertex') {
      this.#addVertex(event);
    }
  }

  /** What is known of the failure; `fallback` is said when the tools themselves gave no reason. */
  describe(fallback: string): BuildFailure {
    const error = this.#errorLine() ?? this.#failed?.error ?? fallback;
    const step = this.#describeStep();
    const line = this.#sourceLine() ?? numberIn(error, /parse error on line (\d+)/);
    const exitCode = numberIn(this.#failed?.error ?? error, /exit code: (\d+)/);
    return {
      message: readable({ error, exitCode, ...step }),
      ...step,
      ...(line !== undefined && { line }),
      ...this.#excerpt(),
      ...(exitCode !== undefined && { exitCode }),
    };
  }

  #describeStep(): Pick<BuildFailure, 'platform' | 'step' | 'logTail'> {
    const named = this.#failed === undefined ? undefined : parseStepName(this.#failed.name).platform;
    const platform = named ?? this.#onlyPlatform;
    const known = platform === undefined ? {} : { platform };
    if (this.#failed === undefined) {
      return { ...known, logTail: [] };
    }
    const { name, digest } = this.#failed;
    const logTail = this.#logs.get(digest)?.logLines.slice(-tailLines) ?? [];
    return { step: name, ...known, logTail };
  }

  #addVertex(event: VertexEvent): void {
    if (this.#failed === undefined && event.error !== undefined && !isCancellation(event.error)) {
      this.#failed = event;
    }
    // Why: the log of a step that ended well explains nothing any more.
    if (event.completedMs !== undefined && event.error === undefined) {
      this.#logs.delete(event.digest);
    }
  }

  /** `ERROR: failed to build: failed to solve: …`, of bake `ERROR: target app: failed to solve: …`, without what says only that it failed. */
  #errorLine(): string | undefined {
    const at = this.#messages.findLastIndex((text) => errorPrefix.test(text));
    if (at < 0) {
      return undefined;
    }
    // Why: some errors tell the way out in the lines below.
    const [line = '', ...below] = this.#messages.slice(at, at + maxErrorLines);
    const advice = below.filter((text) => text !== '' && !text.startsWith('View build details'));
    return [line, ...advice]
      .join(' ')
      .replace(errorPrefix, '')
      .replace(/^((target \S+: )?failed to (build|solve): )+/, '');
  }

  /** buildx prints `Dockerfile:16`, a rule, the lines around it (`  16 | >>> RUN make`), and a rule again. */
  #sourceLine(): number | undefined {
    const rule = this.#messages.findIndex((text) => rulePattern.test(text));
    const place = rule > 0 ? /^.+:(\d+)$/.exec(this.#messages[rule - 1] ?? '') : null;
    return place === null ? undefined : Number(place[1]);
  }

  #excerpt(): Pick<BuildFailure, 'excerpt'> {
    const [from = 0, to = from] = this.#messages.flatMap((text, index) =>
      rulePattern.test(text) ? [index] : [],
    );
    const excerpt = this.#messages.slice(from + 1, to).flatMap(parseExcerptLine);
    return excerpt.length === 0 ? {} : { excerpt };
  }
}

/** Where the export is written to a full disk, it is not the builder's cache that has to go. */
function spaceAdvice(error: string): string {
  return error.includes('copy to tar')
    ? 'Free some space there, or choose an output on another disk, and build again.'
    : 'Free some space ("docker system df" and "docker builder prune" help) and build again.';
}

function parseExcerptLine(text: string): readonly ExcerptLine[] {
  const match = /^\s*(\d+) \|(?: (?:>>>| {3})(?: (.*))?)?$/.exec(text);
  return match === null ? [] : [{ line: Number(match[1]), text: match[2] ?? '' }];
}

function numberIn(text: string, pattern: RegExp): number | undefined {
  const match = pattern.exec(text);
  return match === null ? undefined : Number(match[1]);
}

interface Cause {
  readonly error: string;
  readonly exitCode: number | undefined;
  readonly platform?: string;
  readonly logTail: readonly string[];
}

/** The error for a person: without the command that the step already shows, and with the way out where it is known. */
function readable({ error, exitCode, platform, logTail }: Cause): string {
  if ([error, ...logTail].some((text) => text.includes('exec format error'))) {
    return (
      `This machine cannot run programs for ${platform ?? 'that platform'}: no emulator is registered for it. ` +
      'Install one ("sudo apt-get install qemu-user-static binfmt-support") and build again. ' +
      `(${formatBuildError(error)})`
    );
  }
  if (/no space left on device/i.test(error)) {
    return `${formatBuildError(error)}. ${spaceAdvice(error)}`;
  }
  return exitCode === 137
    ? `${formatBuildError(error)} It was killed, most likely for want of memory.`
    : formatBuildError(error);
}
