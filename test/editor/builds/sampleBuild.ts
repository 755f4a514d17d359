import type { BuildEvent } from '../../../src/core/build/buildEvent.js';
import type { PipelineEvent } from '../../../src/core/pipeline/buildRequest.js';
import type { Build } from '../../../src/editor/builds/build.js';
import { reduceBuild, startBuild } from '../../../src/editor/builds/build.js';

/** A build of two platforms that was asked for a second after 1970 began. */
export const sampleBuild: Build = startBuild({
  id: 'b1',
  recipeName: 'app',
  dockerfile: '/recipes/app/Dockerfile',
  recipeFile: '/recipes/app/oci-recipe.yaml',
  platforms: ['linux/amd64', 'linux/arm64'],
  startedMs: 1000,
  outputDirectory: '/out/app',
  logFile: '/logs/b1.oci-recipe-log',
});

/** The build after what BuildKit said. */
export function afterEvents(build: Build, events: readonly BuildEvent[]): Build {
  const pipelineEvents = events.map((event): PipelineEvent => ({ kind: 'build', event }));
  return pipelineEvents.reduce((state, event) => reduceBuild(state, event, 2000), build);
}

/** A step that starts at 1100 and, where told so, ends at 1200. */
export function vertex(digest: string, name: string, end: string): BuildEvent {
  const ended = end === 'running' ? {} : { completedMs: 1200 };
  const error = end === 'running' || end === 'done' ? {} : { error: end };
  return { kind: 'vertex', digest, name, inputs: [], cached: false, startedMs: 1100, ...ended, ...error };
}

/** The beginning of a build of two platforms. */
export const started: BuildEvent = {
  kind: 'started',
  timeMs: 1050,
  recipeName: 'app',
  platforms: ['linux/amd64', 'linux/arm64'],
};
