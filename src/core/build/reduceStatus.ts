import { assertNever } from '../base/assertNever.js';
import type {
  BuildEvent,
  BuildFinished,
  BuildStarted,
  LogEvent,
  ProgressEvent,
  VertexEvent,
  WarningEvent,
} from './buildEvent.js';
import type { BuildState, BuildStatus, PlatformStatus, StepStatus } from './buildStatus.js';
import { sumBytes, summarizePlatform } from './platformSummary.js';
import { appendOutput } from './stepLog.js';
import { parseStepName } from './stepName.js';
import { orderSteps } from './stepOrder.js';

/** The name under which the steps that serve all platforms are gathered. */
export const sharedPlatform = 'shared';

const maxMessages = 200;
const maxWarnings = 200;

/** The status of a build of which nothing has happened yet; `platforms` as `linux/arm64`. */
export function initialStatus(recipeName: string, platforms: readonly string[]): BuildStatus {
  return {
    state: 'waiting',
    recipeName,
    platforms: platforms.map((platform) => summarizePlatform(platform, [])),
    warnings: [],
    messages: [],
  };
}

/**
 * The status after one more event. Pure: the status given stays as it is, and what the event does not touch is
 * shared with the new one, so that long logs cost little and views can compare by identity.
 */
export function reduceStatus(status: BuildStatus, event: BuildEvent): BuildStatus {
  switch (event.kind) {
    case 'started':
      return begin(status, event);
    case 'vertex':
      return withVertex(status, event);
    case 'progress':
      return withProgress(status, event);
    case 'log':
      return withLog(status, event);
    case 'warning':
      return withWarning(status, event);
    case 'message':
      return { ...status, messages: [...status.messages, event.text].slice(-maxMessages) };
    case 'finished':
      return finish(status, event);
    default:
      return assertNever(event);
  }
}

function begin(status: BuildStatus, event: BuildStarted): BuildStatus {
  const known = new Map(status.platforms.map((platform) => [platform.platform, platform]));
  return {
    ...status,
    state: 'running',
    recipeName: event.recipeName,
    startedMs: event.timeMs,
    platforms: event.platforms.map((name) => known.get(name) ?? summarizePlatform(name, [])),
  };
}

function withVertex(status: BuildStatus, event: VertexEvent): BuildStatus {
  const known = findStep(status, event.digest);
  if (known !== undefined) {
    return replaceStep(status, known, updateStep(known.step, event));
  }
  const parsed = parseStepName(event.name);
  const step = updateStep(newStep(event, parsed.name, parsed.stage), event);
  return addStep(status, ownerOf(status, parsed), step);
}

/** The platform a new step belongs to: the one it names, or the only one there is. */
function ownerOf(status: BuildStatus, parsed: ReturnType<typeof parseStepName>): string {
  const names = status.platforms.map((each) => each.platform).filter((name) => name !== sharedPlatform);
  if (parsed.stage === undefined) {
    const { platform = sharedPlatform } = parsed;
    return names.includes(platform) ? platform : sharedPlatform;
  }
  if (parsed.platform !== undefined && (names.includes(parsed.platform) || names.length !== 1)) {
    return names.includes(parsed.platform) ? parsed.platform : sharedPlatform;
  }
  // Why: with one platform, steps that run on another (FROM --platform=$BUILDPLATFORM) still serve that one.
  return names.length === 1 ? (names[0] ?? sharedPlatform) : sharedPlatform;
}

function newStep(event: VertexEvent, name: string, stage: string | undefined): StepStatus {
  return {
    digest: event.digest,
    inputs: event.inputs,
    name,
    ...(stage !== undefined && { stage }),
    state: 'waiting',
    cached: false,
    bytes: { current: 0, total: 0 },
    logLines: [],
    droppedLines: 0,
  };
}

/**
 * A vertex may complete, start and complete again under its digest; the step then runs from the first to the last.
 * One taken from the cache the second time took no time in between.
 */
function updateStep(step: StepStatus, event: VertexEvent): StepStatus {
  const startedMs = event.cached ? (event.startedMs ?? step.startedMs) : (step.startedMs ?? event.startedMs);
  const { completedMs, error } = event;
  const next: { -readonly [Key in keyof StepStatus]: StepStatus[Key] } = { ...step };
  delete next.endedMs;
  delete next.error;
  return {
    ...next,
    state: stateOf(event),
    cached: event.cached,
    ...(startedMs !== undefined && { startedMs }),
    ...(completedMs !== undefined && { endedMs: completedMs }),
    ...(error !== undefined && { error }),
  };
}

function stateOf(event: VertexEvent): BuildState {
  if (event.error !== undefined) {
    return isCancellation(event.error) ? 'cancelled' : 'failed';
  }
  if (event.completedMs !== undefined || event.cached) {
    return 'succeeded';
  }
  return event.startedMs === undefined ? 'waiting' : 'running';
}

/** BuildKit stops the other steps when one has failed, and says so in the error of each. */
export function isCancellation(error: string): boolean {
  return /context canceled/i.test(error);
}

function withProgress(status: BuildStatus, event: ProgressEvent): BuildStatus {
  const place = findStep(status, event.vertex);
  // Why: what is extracted was downloaded before; it would count twice.
  if (place === undefined || event.id.startsWith('extracting ')) {
    return status;
  }
  const total = event.completed ? Math.max(event.total, event.current) : event.total;
  const transfers = { ...place.step.transfers, [event.id]: { current: event.current, total } };
  const bytes = sumBytes(Object.values(transfers));
  return replaceStep(status, place, { ...place.step, transfers, bytes });
}

function withLog(status: BuildStatus, event: LogEvent): BuildStatus {
  const place = findStep(status, event.vertex);
  if (place === undefined) {
    return status;
  }
  const { logLines, droppedLines, openLine = '' } = place.step;
  const changed = { ...place.step, ...appendOutput({ logLines, droppedLines, openLine }, event.text) };
  // Why: a log changes no count, time or state, and logs are most of the events.
  return replacePlatform(status, place.platformIndex, {
    ...place.platform,
    steps: place.platform.steps.with(place.stepIndex, changed),
  });
}

function withWarning(status: BuildStatus, event: WarningEvent): BuildStatus {
  const { message, line, url } = event;
  const isKnown = status.warnings.some((known) => known.message === message && known.line === line);
  if (isKnown || status.warnings.length >= maxWarnings) {
    return status; // Why: each platform's build reports the same warnings of the same Dockerfile.
  }
  const warning = { message, ...(line !== undefined && { line }), ...(url !== undefined && { url }) };
  return { ...status, warnings: [...status.warnings, warning] };
}

function finish(status: BuildStatus, event: BuildFinished): BuildStatus {
  const platforms = status.platforms.map((platform) => finishPlatform(platform, event));
  return {
    ...status,
    state: event.outcome,
    endedMs: event.timeMs,
    platforms,
    ...(event.failure !== undefined && { failure: event.failure }),
  };
}

/** Nothing runs or waits any more: what did was stopped, or turned out not to be needed. */
function finishPlatform(platform: PlatformStatus, event: BuildFinished): PlatformStatus {
  const steps = platform.steps.map((step) => finishStep(step, event));
  const summary = summarizePlatform(platform.platform, steps);
  if (event.outcome === 'succeeded') {
    return { ...summary, state: 'succeeded' };
  }
  if (summary.state === 'failed' || platform.platform === sharedPlatform) {
    return summary;
  }
  const isCulprit = event.outcome === 'failed' && event.failure?.platform === platform.platform;
  return { ...summary, state: isCulprit ? 'failed' : 'cancelled' };
}

function finishStep(step: StepStatus, event: BuildFinished): StepStatus {
  if (step.state !== 'running' && step.state !== 'waiting') {
    return step;
  }
  if (event.outcome === 'succeeded') {
    return { ...step, state: 'succeeded', cached: step.cached || step.startedMs === undefined };
  }
  return { ...step, state: 'cancelled', ...(step.state === 'running' && { endedMs: event.timeMs }) };
}

interface StepPlace {
  readonly platformIndex: number;
  readonly platform: PlatformStatus;
  readonly stepIndex: number;
  readonly step: StepStatus;
}

function findStep(status: BuildStatus, digest: string): StepPlace | undefined {
  for (const [platformIndex, platform] of status.platforms.entries()) {
    const stepIndex = platform.steps.findIndex((step) => step.digest === digest);
    const step = platform.steps[stepIndex];
    if (step !== undefined) {
      return { platformIndex, platform, stepIndex, step };
    }
  }
  return undefined;
}

function replaceStep(status: BuildStatus, place: StepPlace, step: StepStatus): BuildStatus {
  const steps = place.platform.steps.with(place.stepIndex, step);
  return replacePlatform(status, place.platformIndex, summarizePlatform(place.platform.platform, steps));
}

function addStep(status: BuildStatus, owner: string, step: StepStatus): BuildStatus {
  const index = status.platforms.findIndex((platform) => platform.platform === owner);
  const platform = status.platforms[index];
  if (platform === undefined) {
    return { ...status, platforms: [...status.platforms, summarizePlatform(owner, [step])] };
  }
  return replacePlatform(status, index, summarizePlatform(owner, orderSteps([...platform.steps, step])));
}

function replacePlatform(status: BuildStatus, index: number, platform: PlatformStatus): BuildStatus {
  return { ...status, platforms: status.platforms.with(index, platform) };
}
