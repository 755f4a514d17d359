import type { PlatformStatus } from '../../core/build/buildStatus.js';
import type { Build } from '../builds/build.js';

/** What the status bar says of the builds: an icon, short words, and the same for a screen reader. */
export interface MonitorItemText {
  readonly text: string;
  readonly spoken: string;
}

/** Words of the item in the editor's language. */
export interface MonitorItemWords {
  readonly succeeded: (recipe: string) => string;
  readonly failed: (recipe: string, platform: string | undefined) => string;
  readonly cancelled: (recipe: string) => string;
  readonly running: (recipe: string, progress: string) => string;
  readonly severalRunning: (count: number) => string;
}

/** The item's text for the builds of this window, newest first; undefined when there is nothing to tell. */
export function formatMonitorItem(
  builds: readonly Build[],
  words: MonitorItemWords,
): MonitorItemText | undefined {
  const running = builds.filter(({ state }) => state === 'running');
  const [only] = running;
  if (running.length > 1) {
    const spoken = words.severalRunning(running.length);
    return { text: `$(sync~spin) ${spoken}`, spoken };
  }
  return only === undefined ? formatEnded(builds[0], words) : formatRunning(only, words);
}

function formatRunning(build: Build, words: MonitorItemWords): MonitorItemText {
  const progress = build.status.platforms.filter(isNamed).map(formatPlatformProgress).join(' · ');
  const shown = progress === '' ? build.recipeName : progress;
  return { text: `$(sync~spin) ${shown}`, spoken: words.running(build.recipeName, progress) };
}

function formatEnded(build: Build | undefined, words: MonitorItemWords): MonitorItemText | undefined {
  switch (build?.state) {
    case 'succeeded':
      return withIcon('check', words.succeeded(build.recipeName));
    case 'failed':
      return withIcon('error', words.failed(build.recipeName, build.status.failure?.platform));
    case 'cancelled':
      return withIcon('circle-slash', words.cancelled(build.recipeName));
    default:
      return undefined;
  }
}

function withIcon(icon: string, spoken: string): MonitorItemText {
  return { text: `$(${icon}) ${spoken}`, spoken };
}

function isNamed({ platform }: PlatformStatus): boolean {
  return platform !== 'shared';
}

/** `arm64 3/7`; what has no steps yet is only named. */
function formatPlatformProgress({ platform, counts }: PlatformStatus): string {
  const name = platform.replace(/^linux\//, '');
  return counts.total === 0 ? name : `${name} ${counts.done}/${counts.total}`;
}
