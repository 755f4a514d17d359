import type { BuildView } from '../../src/bridge/monitorProtocol.js';
import { createElement, setAttribute, setShown, setText, type Part } from '../dom/element.js';
import { createIcon } from '../dom/icon.js';
import { formatCount } from '../format/count.js';
import { formatState } from '../format/state.js';
import { createBadge } from '../toolkit/mark.js';

import { artifactsSection } from './choice.js';

/** Creates the tab of a platform: its state, its name, how many steps are done and how many came from the cache. */
export function createPlatformTab(platformName: string): Part<BuildView> {
  const icon = createIcon('waiting');
  const badge = createBadge();
  const cached = createElement('span', { class: 'tab-cached' });
  const element = createElement('span', { class: 'tab' });
  element.append(icon.element, createPlatformName(platformName), badge, cached);
  return {
    element,
    update: (build) => {
      const platform = build.platforms.find((candidate) => candidate.platform === platformName);
      if (platform === undefined) {
        return;
      }
      icon.show(platform.state);
      setAttribute(element, 'data-state', platform.state);
      setText(badge, `${platform.done}/${platform.total}`);
      setShown(badge, platform.total > 0);
      setText(cached, `${platform.cached} cached`);
      setShown(cached, platform.cached > 0);
    },
  };
}

/** The name of a section's tab as it is read out: `linux/amd64, Running, 7 of 12 steps done, 3 cached`. */
export function spokenTabName(section: string, build: BuildView): string {
  if (section === artifactsSection) {
    return `Artifacts of ${formatCount(build.artifacts.length, 'platform')}`;
  }
  const platform = build.platforms.find((candidate) => candidate.platform === section);
  return platform === undefined
    ? section
    : `${section}, ${formatState(platform.state)}, ${platform.done} of ${platform.total} steps done, ${platform.cached} cached`;
}

/** Why in two: where there is little room, the operating system is left out. */
function createPlatformName(platformName: string): HTMLElement {
  const slash = platformName.indexOf('/') + 1;
  const system = createElement('span', { class: 'tab-system' }, platformName.slice(0, slash));
  return createElement('span', { class: 'tab-name' }, system, platformName.slice(slash));
}

/** Creates the tab of the artifacts. */
export function createArtifactsTab(): Part<BuildView> {
  const badge = createBadge();
  const element = createElement('span', { class: 'tab' });
  element.append(
    createIcon('package').element,
    createElement('span', { class: 'tab-name' }, 'Artifacts'),
    badge,
  );
  return {
    element,
    update: (build) => {
      setText(badge, String(build.artifacts.length));
    },
  };
}
