import type {
  ArtifactView,
  BuildView,
  FailureView,
  MonitorView,
  PlatformView,
  StepLogView,
  StepView,
} from '../../bridge/monitorProtocol.js';
import type { ImageReport } from '../../core/artifact/imageReport.js';
import type { PlatformStatus, StepStatus } from '../../core/build/buildStatus.js';
import { failureFile } from '../../core/build/failureFile.js';
import type { PipelinePhase } from '../../core/pipeline/buildRequest.js';
import type { Build } from '../builds/build.js';

/** Words for people, in their language: the editor passes what it has translated. */
export interface MonitorWords {
  readonly phases: Readonly<Record<PipelinePhase, string>>;
}

/** What the monitor shows of all builds, newest first as given, at a moment (milliseconds since 1970). */
export function toMonitorView(builds: readonly Build[], words: MonitorWords, nowMs: number): MonitorView {
  return { builds: builds.map((build) => toBuildView(build, words)), nowMs };
}

/** The log of one step; undefined when the build has no such step. */
export function toStepLogView(build: Build, stepId: string): StepLogView | undefined {
  for (const platform of build.status.platforms) {
    const step = platform.steps.find((candidate) => stepIdOf(platform, candidate) === stepId);
    if (step !== undefined) {
      return { buildId: build.id, stepId, lines: step.logLines, droppedLines: step.droppedLines };
    }
  }
  return undefined;
}

function toBuildView(build: Build, words: MonitorWords): BuildView {
  const { id, recipeName, state, startedMs, endedMs, progress } = build;
  const failure = toFailureView(build);
  return {
    id,
    recipeName,
    state,
    startedMs,
    ...(endedMs !== undefined && { endedMs }),
    phase: state === 'running' ? words.phases[build.phase] : '',
    progress,
    platforms: build.status.platforms.map(toPlatformView),
    ...(failure && { failure }),
    artifacts: build.images.map(toArtifactView),
    problems: toProblems(build),
  };
}

function toPlatformView(platform: PlatformStatus): PlatformView {
  const { counts, startedMs, endedMs } = platform;
  return {
    platform: platform.platform,
    state: platform.state,
    done: counts.done,
    total: counts.total,
    cached: counts.cached,
    ...(startedMs !== undefined && { startedMs }),
    ...(endedMs !== undefined && { endedMs }),
    steps: platform.steps.map((step) => toStepView(platform, step)),
  };
}

function toStepView(platform: PlatformStatus, step: StepStatus): StepView {
  const { name, stage, state, cached, startedMs, endedMs, bytes } = step;
  return {
    id: stepIdOf(platform, step),
    name,
    ...(stage !== undefined && { stage }),
    state,
    cached,
    ...(startedMs !== undefined && { startedMs }),
    ...(endedMs !== undefined && { endedMs }),
    ...(bytes.total > 0 && { bytes }),
  };
}

/** Why: a step that serves several platforms is one vertex of BuildKit, and may be listed below each of them. */
function stepIdOf(platform: PlatformStatus, step: StepStatus): string {
  return `${platform.platform} ${step.digest}`;
}

function toFailureView(build: Build): FailureView | undefined {
  const failure = build.status.failure;
  if (failure === undefined || build.state !== 'failed') {
    return undefined;
  }
  const { message, platform, step, line, exitCode, logTail } = failure;
  const fileName = failureFile(failure, build.dockerfile)?.split(/[\\/]/).at(-1);
  return {
    message,
    ...(platform !== undefined && { platform }),
    ...(step !== undefined && { step }),
    ...(line !== undefined && fileName !== undefined && { location: `${fileName}:${line}` }),
    ...(exitCode !== undefined && { exitCode }),
    logTail,
  };
}

function toArtifactView(image: ImageReport): ArtifactView {
  const { platform, directory, manifestDigest, configDigest, layers } = image;
  return {
    platform,
    directory,
    ...(manifestDigest !== undefined && { manifestDigest }),
    configDigest,
    layers: layers.map(({ file, digest, diffId, sizeBytes, source }) => ({
      file,
      digest,
      diffId,
      sizeBytes,
      source,
    })),
  };
}

/** Problems in words; what the failure already says is not said twice. */
function toProblems(build: Build): readonly string[] {
  const said = build.status.failure?.message;
  return build.problems.map(({ message }) => message).filter((message) => message !== said);
}
