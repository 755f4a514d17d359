import type { BuildView, MonitorView, PlatformView, StepView } from '../../src/bridge/monitorProtocol.js';

/** The name of the section that shows artifacts; every other section is named by its platform. */
export const artifactsSection = 'artifacts';

/** What the user has chosen to look at. Whatever is absent follows the build by itself. */
export interface Choice {
  /** Absent: the newest build. */
  readonly buildId?: string;
  /** How much of the room the list of steps takes, in percent. Absent: the usual. */
  readonly splitPercent?: number;
  /** The build that all that follows belongs to. */
  readonly madeFor?: string;
  /** A platform or {@link artifactsSection}. */
  readonly section?: string;
  /** Step ids by platform. A platform without one shows the step that runs. */
  readonly steps: Readonly<Record<string, string>>;
  /** Where the chosen step's log was left, in pixels from its top. Absent: at its end, following it. */
  readonly logTop?: number;
}

/** Nothing chosen: follow everything. */
export const noChoice: Choice = { steps: {} };

/** The same choice with the log left at `logTop`; undefined: at its end. */
export function withLogTop(choice: Choice, logTop: number | undefined): Choice {
  const { buildId, splitPercent, madeFor, section, steps } = choice;
  return {
    ...(buildId !== undefined && { buildId }),
    ...(splitPercent !== undefined && { splitPercent }),
    ...(madeFor !== undefined && { madeFor }),
    ...(section !== undefined && { section }),
    ...(logTop !== undefined && { logTop }),
    steps,
  };
}

/** What of a choice matters to a build: a choice made within another build says nothing of this one. */
export function choiceFor(choice: Choice, buildId: string): Choice {
  if (choice.madeFor === buildId) {
    return choice;
  }
  const { buildId: chosen, splitPercent } = choice;
  return {
    ...(chosen !== undefined && { buildId: chosen }),
    ...(splitPercent !== undefined && { splitPercent }),
    madeFor: buildId,
    steps: {},
  };
}

/** Reads a choice that an earlier page, perhaps of another version, has left. What makes no sense is dropped. */
export function decodeChoice(state: unknown): Choice {
  if (!isRecord(state)) {
    return noChoice;
  }
  const { buildId, splitPercent, madeFor, section, steps, logTop } = state;
  return {
    ...(typeof buildId === 'string' && { buildId }),
    ...(typeof splitPercent === 'number' && { splitPercent }),
    ...(typeof madeFor === 'string' && { madeFor }),
    ...(typeof section === 'string' && { section }),
    ...(typeof logTop === 'number' && { logTop }),
    steps: isRecord(steps) ? onlyTexts(steps) : {},
  };
}

/** The build to show: the chosen one while it is known, else the newest. */
export function shownBuild(view: MonitorView, choice: Choice): BuildView | undefined {
  return view.builds.find((build) => build.id === choice.buildId) ?? view.builds[0];
}

/** The sections of a build, in order. */
export function sectionsOf(build: BuildView): readonly string[] {
  const platforms = build.platforms.map((platform) => platform.platform);
  return build.artifacts.length > 0 ? [...platforms, artifactsSection] : platforms;
}

/**
 * The section to show: the chosen one; else where the build failed, the artifacts of a build that succeeded, or the
 * first platform that still runs.
 */
export function shownSection(build: BuildView, choice: Choice): string | undefined {
  const sections = sectionsOf(build);
  if (choice.section !== undefined && sections.includes(choice.section)) {
    return choice.section;
  }
  if (build.state === 'succeeded' && build.artifacts.length > 0) {
    return artifactsSection;
  }
  const told = build.platforms.find((platform) => platform.platform === build.failure?.platform);
  return (told ?? withState(build, 'failed') ?? withState(build, 'running'))?.platform ?? sections[0];
}

/**
 * The step whose log to show: the chosen one; else the one that failed, the one that runs (staying with `previous`
 * while it does), or the last that did anything.
 */
export function shownStep(
  platform: PlatformView,
  choice: Choice,
  previous: string | undefined,
): StepView | undefined {
  const chosen = stepOf(platform, choice.steps[platform.platform]);
  return chosen ?? failedStep(platform) ?? runningStep(platform, previous) ?? restingStep(platform, previous);
}

function failedStep(platform: PlatformView): StepView | undefined {
  return platform.steps.find((step) => step.state === 'failed');
}

function runningStep(platform: PlatformView, previous: string | undefined): StepView | undefined {
  const running = platform.steps.filter((step) => step.state === 'running');
  return running.find((step) => step.id === previous) ?? running.at(-1);
}

function restingStep(platform: PlatformView, previous: string | undefined): StepView | undefined {
  return (
    stepOf(platform, previous) ??
    platform.steps.findLast((step) => step.state !== 'waiting') ??
    platform.steps[0]
  );
}

function stepOf(platform: PlatformView, id: string | undefined): StepView | undefined {
  return id === undefined ? undefined : platform.steps.find((step) => step.id === id);
}

function withState(build: BuildView, state: PlatformView['state']): PlatformView | undefined {
  return build.platforms.find((platform) => platform.state === state);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function onlyTexts(record: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
