import type { Exit, Host } from '../host/host.js';
import type { PlanStep } from '../plan/buildPlan.js';
import { formatPlatform } from '../platform/platform.js';
import type { BuildEvent } from './buildEvent.js';
import { RawjsonDecoder } from './rawjson.js';
import { withPlatform } from './stepName.js';

/** One step that runs. */
export interface RunningStep {
  readonly events: AsyncIterable<BuildEvent>;
  /** How its program ended; rejects with the signal's reason after an abort. To be awaited after the events. */
  readonly exit: Promise<Exit>;
}

/** A line of rawjson holds a whole graph of steps and must not be cut. */
const maxStatusLength = 64 * 1024 * 1024;

/** Starts the program of a step and decodes what it prints. */
export function runStep(step: PlanStep, host: Host, signal: AbortSignal): RunningStep {
  const { program, args, workingDirectory, environment } = step;
  const running = host.processes.start(
    { program, args, workingDirectory, environment },
    { signal, ...(step.progress === 'rawjson' && { maxLineLength: maxStatusLength }) },
  );
  return { events: decode(step, running.lines), exit: running.exit };
}

/** `linux/arm64`, where the step is for one platform alone. */
export function onlyPlatform({ platforms }: PlanStep): string | undefined {
  const [platform, ...others] = platforms;
  return platform !== undefined && others.length === 0 ? formatPlatform(platform) : undefined;
}

async function* decode(
  step: PlanStep,
  lines: AsyncIterable<{ readonly stream: 'stdout' | 'stderr'; readonly text: string }>,
): AsyncGenerator<BuildEvent> {
  const decoder = new RawjsonDecoder();
  const only = onlyPlatform(step);
  for await (const { stream, text } of lines) {
    // Why: buildx writes its progress to stderr and leaves stdout to results.
    const isProgress = step.progress === 'rawjson' && stream === 'stderr';
    yield* (isProgress ? decoder.push(text) : toMessages(text)).map((event) => qualify(event, only));
  }
  yield* decoder.finish();
}

function toMessages(text: string): readonly BuildEvent[] {
  return text.trim() === '' ? [] : [{ kind: 'message', text }];
}

/** BuildKit names the platform only when a build has several; here it is always known. */
function qualify(event: BuildEvent, platform: string | undefined): BuildEvent {
  return event.kind === 'vertex' && platform !== undefined
    ? { ...event, name: withPlatform(event.name, platform) }
    : event;
}
