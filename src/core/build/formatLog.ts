import { assertNever } from '../base/assertNever.js';
import { formatBuildError } from './buildError.js';
import type { BuildEvent, BuildFinished, LogEvent, VertexEvent, WarningEvent } from './buildEvent.js';
import { isCancellation, sharedPlatform } from './reduceStatus.js';
import { renderLine } from './stepLog.js';
import { parseStepName } from './stepName.js';

/** What has been written of a step so far. */
interface LoggedStep {
  readonly head: string;
  startWritten: boolean;
  /** The duration last written, in tenths of a second. */
  endWritten: string | undefined;
  openLine: string;
}

const maxOpenLength = 8192;

/**
 * Turns events into the lines of a build's log, as the plain progress, the log file and the editor's log show it:
 *
 *     linux/arm64 [build 3/4] RUN make          a step begins
 *     linux/arm64 [build 3/4] | gcc -c main.c   a line it wrote
 *     linux/arm64 [build 3/4] done 1.2s         or "cached", "cancelled", "error: …"
 *     shared      [#2] [internal] load …        a step of no platform, numbered
 *     -- text                                   the tool itself
 *     -- warning: text (Dockerfile:3)
 *
 * The function given back wants every event of one build in order; lines have no ends and no control characters.
 */
export function createLogFormatter(): (event: BuildEvent) => readonly string[] {
  return new LogFormatter().format;
}

class LogFormatter {
  readonly #steps = new Map<string, LoggedStep>();
  #platforms: readonly string[] = [];
  #startedMs = 0;
  #unnamed = 0;
  readonly #warnings = new Set<string>();

  readonly format = (event: BuildEvent): readonly string[] => {
    switch (event.kind) {
      case 'started':
        this.#platforms = event.platforms;
        this.#startedMs = event.timeMs;
        return [`-- build of ${event.recipeName} for ${event.platforms.join(', ')}`];
      case 'vertex':
        return this.#vertex(event);
      case 'log':
        return this.#log(event);
      case 'warning':
        return this.#warning(event);
      case 'message':
        return [`-- ${renderLine(event.text)}`.trimEnd()];
      case 'finished':
        return this.#finished(event);
      case 'progress':
        return [];
      default:
        return assertNever(event);
    }
  };

  #vertex(event: VertexEvent): readonly string[] {
    const step = this.#stepOf(event);
    const begins = !step.startWritten && (event.startedMs !== undefined || event.cached);
    step.startWritten ||= begins;
    const { name } = parseStepName(event.name);
    return [
      ...(begins ? [`${step.head} ${oneLine(name)}`] : []),
      ...(event.completedMs === undefined && event.error === undefined ? [] : this.#end(step, event)),
    ];
  }

  #end(step: LoggedStep, event: VertexEvent): readonly string[] {
    const rest = step.openLine === '' ? [] : [`${step.head} | ${renderLine(step.openLine)}`];
    step.openLine = '';
    const text = endText(event);
    // Why: a vertex may end twice; only a new duration is news.
    const isNews = step.endWritten !== text && !(step.endWritten !== undefined && text === 'done 0.0s');
    step.endWritten = isNews ? text : step.endWritten;
    return isNews ? [...rest, `${step.head} ${text}`] : rest;
  }

  #log(event: LogEvent): readonly string[] {
    const step = this.#steps.get(event.vertex);
    if (step === undefined) {
      return [];
    }
    const lines = `${step.openLine}${event.text}`.split('\n');
    const open = lines.pop() ?? '';
    const isTooLong = open.length > maxOpenLength;
    step.openLine = isTooLong ? '' : open;
    return [...lines, ...(isTooLong ? [open] : [])].map((line) =>
      `${step.head} | ${renderLine(line)}`.trimEnd(),
    );
  }

  /** Each platform's build reports the same warnings of the same Dockerfile. */
  #warning(event: WarningEvent): readonly string[] {
    const line = formatWarning(event);
    const isNews = !this.#warnings.has(line);
    this.#warnings.add(line);
    return isNews ? [line] : [];
  }

  #finished(event: BuildFinished): readonly string[] {
    const duration = formatDuration(event.timeMs - this.#startedMs);
    const reason = event.failure === undefined ? '' : `: ${oneLine(event.failure.message)}`;
    return [`-- build ${event.outcome} after ${duration}${reason}`];
  }

  #stepOf(event: VertexEvent): LoggedStep {
    const known = this.#steps.get(event.digest);
    if (known !== undefined) {
      return known;
    }
    const step = { head: this.#headOf(event), startWritten: false, endWritten: undefined, openLine: '' };
    this.#steps.set(event.digest, step);
    return step;
  }

  #headOf(event: VertexEvent): string {
    const parsed = parseStepName(event.name);
    const only = this.#platforms.length === 1 && parsed.stage !== undefined ? this.#platforms[0] : undefined;
    const platform = parsed.platform ?? only ?? sharedPlatform;
    const width = Math.max(...[sharedPlatform, ...this.#platforms].map((name) => name.length));
    const stage = parsed.stage ?? `#${(this.#unnamed += 1)}`;
    return `${platform.padEnd(width)} [${stage}]`;
  }
}

function endText(event: VertexEvent): string {
  if (event.error !== undefined) {
    return isCancellation(event.error) ? 'cancelled' : `error: ${oneLine(formatBuildError(event.error))}`;
  }
  return event.cached
    ? 'cached'
    : `done ${formatDuration((event.completedMs ?? 0) - (event.startedMs ?? 0))}`;
}

function formatWarning(event: WarningEvent): string {
  const line = event.line === undefined ? '' : `:${event.line}`;
  const place = event.file === undefined ? '' : ` (${event.file}${line})`;
  return `-- warning: ${oneLine(event.message)}${place}`;
}

function formatDuration(durationMs: number): string {
  return `${(Math.max(0, durationMs) / 1000).toFixed(1)}s`;
}

function oneLine(text: string): string {
  return renderLine(text.replace(/\s*\n\s*/g, ' '));
}
