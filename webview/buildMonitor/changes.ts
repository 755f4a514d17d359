import type { BuildView, PlatformView } from '../../src/bridge/monitorProtocol.js';
import { formatBuildState, formatState } from '../format/state.js';

/** What a listener should hear about: the changes of state between two views of the same build, as short sentences. */
export function describeChanges(previous: BuildView | undefined, next: BuildView): readonly string[] {
  if (previous?.id !== next.id) {
    return [`${next.recipeName}: ${formatBuildState(next)}.`];
  }
  const sentences = next.platforms.flatMap((platform) =>
    describePlatform(
      previous.platforms.find((candidate) => candidate.platform === platform.platform),
      platform,
    ),
  );
  return formatBuildState(previous) === formatBuildState(next)
    ? sentences
    : [...sentences, describeBuild(next)];
}

function describePlatform(previous: PlatformView | undefined, next: PlatformView): readonly string[] {
  const changed = previous !== undefined && previous.state !== next.state;
  return changed && next.state !== 'waiting' ? [`${next.platform}: ${formatState(next.state)}.`] : [];
}

function describeBuild(build: BuildView): string {
  const sentence = `${build.recipeName}: ${formatBuildState(build)}.`;
  return build.failure === undefined ? sentence : `${sentence} ${build.failure.message}`;
}
