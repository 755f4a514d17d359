import { assertNever } from '../../core/base/assertNever.js';
import type { BuildState, BuildStatus } from '../../core/build/buildStatus.js';
import { initialStatus, reduceStatus } from '../../core/build/reduceStatus.js';
import type { BuildResult, PipelineEvent, PipelinePhase } from '../../core/pipeline/buildRequest.js';
import { formatPlatform } from '../../core/platform/platform.js';

/** One build as the editor knows it, running or ended: a pure fold over the pipeline's events. */
export interface Build {
  readonly id: string;
  readonly recipeName: string;
  /** Absolute path of the Dockerfile that failures point into; absent for an inline one. */
  readonly dockerfile?: string;
  /** Absolute path of the file the recipe was read from. */
  readonly recipeFile: string;
  readonly platforms: readonly string[];
  readonly state: BuildState;
  readonly phase: PipelinePhase;
  /** 0 to 1, never falling. */
  readonly progress: number;
  readonly startedMs: number;
  readonly endedMs?: number;
  readonly status: BuildStatus;
  readonly images: BuildResult['images'];
  readonly problems: BuildResult['problems'];
  readonly outputDirectory: string;
  readonly logFile: string;
}

/** What a build is before its first event. */
export type BuildStart = Pick<
  Build,
  | 'id'
  | 'recipeName'
  | 'dockerfile'
  | 'recipeFile'
  | 'platforms'
  | 'startedMs'
  | 'outputDirectory'
  | 'logFile'
>;

/** A build that has just been asked for. */
export function startBuild(start: BuildStart): Build {
  return {
    ...start,
    state: 'running',
    phase: 'checking',
    progress: 0,
    status: initialStatus(start.recipeName, start.platforms),
    images: [],
    problems: [],
  };
}

/** The build after one more event. */
export function reduceBuild(build: Build, event: PipelineEvent, nowMs: number): Build {
  switch (event.kind) {
    case 'phase':
      return advance({ ...build, phase: event.phase }, phaseShares[event.phase].from);
    case 'findings':
      return build;
    case 'plan':
      return {
        ...build,
        platforms: event.plan.platforms.length === 0 ? build.platforms : platformsOf(event),
      };
    case 'build':
      return withStatus(build, reduceStatus(build.status, event.event));
    case 'bytes':
      return advance(build, within(event.phase, ratio(event.current, event.total)));
    case 'result':
      return endBuild(build, event.result, nowMs);
    default:
      return assertNever(event);
  }
}

/** The build after it ended without a result: by an error of our own making, told as a problem. */
export function breakBuild(build: Build, message: string, nowMs: number): Build {
  const problem = { code: 'build-broken', message };
  return { ...build, state: 'failed', endedMs: nowMs, problems: [...build.problems, problem] };
}

/** How many of the steps known so far are done, over all platforms. */
export function countSteps(status: BuildStatus): { readonly done: number; readonly total: number } {
  return {
    done: sum(status.platforms.map(({ counts }) => counts.done)),
    total: sum(status.platforms.map(({ counts }) => counts.total)),
  };
}

/** The share of the whole that each phase takes: building is by far the longest. */
const phaseShares: Readonly<Record<PipelinePhase, { readonly from: number; readonly to: number }>> = {
  checking: { from: 0, to: 0.02 },
  preparing: { from: 0.02, to: 0.05 },
  building: { from: 0.05, to: 0.8 },
  converting: { from: 0.8, to: 0.95 },
  verifying: { from: 0.95, to: 1 },
};

function withStatus(build: Build, status: BuildStatus): Build {
  return advance({ ...build, status }, within('building', builtShare(build.platforms, status)));
}

/**
 * Why by platform and by the Dockerfile's own steps: BuildKit's internal ones are done before it names the others,
 * and one platform's are named before the next's.
 */
function builtShare(platforms: readonly string[], status: BuildStatus): number {
  const shares = platforms.map((name) => {
    const platform = status.platforms.find((candidate) => candidate.platform === name);
    const steps = platform?.steps.filter(({ stage }) => stage !== undefined) ?? [];
    return ratio(steps.filter(({ state }) => state === 'succeeded').length, steps.length);
  });
  return ratio(sum(shares), shares.length);
}

function endBuild(build: Build, result: BuildResult, nowMs: number): Build {
  const { outcome, status, images, problems, outputDirectory } = result;
  const progress = outcome === 'succeeded' ? 1 : build.progress;
  return { ...build, state: outcome, progress, endedMs: nowMs, status, images, problems, outputDirectory };
}

function platformsOf({ plan }: Extract<PipelineEvent, { kind: 'plan' }>): readonly string[] {
  return plan.platforms.map(formatPlatform);
}

/** Why: BuildKit finds steps as it goes, so the share that is done may fall; a bar that runs back only worries. */
function advance(build: Build, progress: number): Build {
  return { ...build, progress: Math.max(build.progress, progress) };
}

function within(phase: PipelinePhase, share: number): number {
  const { from, to } = phaseShares[phase];
  return from + (to - from) * share;
}

function ratio(current: number, total: number): number {
  return total > 0 ? Math.min(1, current / total) : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
