import { initialStatus } from '../../core/build/reduceStatus.js';
import type { BuildRequest } from '../../core/pipeline/buildRequest.js';
import { formatPlatform } from '../../core/platform/platform.js';
import type { World } from '../world.js';
import { createJsonProgress } from './jsonProgress.js';
import { createLiveProgress } from './liveProgress.js';
import type { LiveState } from './liveState.js';
import { createPlainProgress } from './plainProgress.js';
import { quietProgress } from './progressView.js';
import type { ProgressView } from './progressView.js';

/** The progress of a build in the form that `--progress` asks for; `auto` is live where stderr is a terminal. */
export function createProgress(request: BuildRequest, form: string, world: World): ProgressView {
  switch (form) {
    case 'quiet':
      return quietProgress;
    case 'json':
      return createJsonProgress(world.stderr);
    case 'auto':
      if (world.stderr.isLive) {
        return createLiveProgress(initialLive(request, world.host.clock.nowMs()), world);
      }
  }
  return createPlainProgress(world.stderr);
}

function initialLive({ recipe, choices }: BuildRequest, nowMs: number): LiveState {
  const platforms = choices.platforms.length > 0 ? choices.platforms : recipe.target.platforms;
  return {
    recipeName: recipe.name,
    phase: 'checking',
    phaseStartedMs: nowMs,
    startedMs: nowMs,
    status: initialStatus(recipe.name, platforms.map(formatPlatform)),
    bytes: undefined,
    outcome: undefined,
  };
}
