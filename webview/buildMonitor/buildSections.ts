import type { BuildView, StepLogView } from '../../src/bridge/monitorProtocol.js';
import type { Part } from '../dom/element.js';
import { createPanels, type Panel } from '../toolkit/panels.js';

import { createArtifactPane } from './artifactPane.js';
import { artifactsSection, sectionsOf, type Choice } from './choice.js';
import type { MonitorActions } from './monitorActions.js';
import { createPlatformPane } from './platformPane.js';
import { createArtifactsTab, createPlatformTab, spokenTabName } from './sectionTab.js';

/** A build and what of it is looked at. */
export interface BuildSectionsView {
  readonly build: BuildView;
  readonly choice: Choice;
  readonly section: string | undefined;
  /** The step shown of each platform, by platform. */
  readonly stepIds: ReadonlyMap<string, string>;
  readonly log: StepLogView | undefined;
  readonly nowMs: number;
}

/** Creates the sections of one build: a tab for each platform and one for the artifacts. */
export function createBuildSections(actions: MonitorActions): Part<BuildSectionsView> {
  const panels = createPanels<BuildSectionsView>({
    label: 'Platforms and artifacts',
    onChoose: actions.chooseSection,
    nameOf: ({ key, value }) => spokenTabName(key, value.build),
    createTab: ({ key }) =>
      withBuild(key === artifactsSection ? createArtifactsTab() : createPlatformTab(key)),
    createBody: ({ key }) =>
      key === artifactsSection ? withBuild(createArtifactPane(actions)) : createPlatformBody(key, actions),
  });
  return {
    element: panels.element,
    update: (view) => {
      panels.update({
        active: view.section,
        panels: sectionsOf(view.build).map((key) => ({ key, value: view })),
      });
    },
  };
}

function withBuild(part: Part<BuildView>): Part<Panel<BuildSectionsView>> {
  return {
    element: part.element,
    update: ({ value }) => {
      part.update(value.build);
    },
  };
}

function createPlatformBody(name: string, actions: MonitorActions): Part<Panel<BuildSectionsView>> {
  const pane = createPlatformPane(name, actions);
  return {
    element: pane.element,
    update: ({ value: { build, choice, section, stepIds, log, nowMs } }) => {
      const platform = build.platforms.find((candidate) => candidate.platform === name);
      if (platform === undefined) {
        return;
      }
      const step = platform.steps.find((candidate) => candidate.id === stepIds.get(name));
      pane.update({
        build,
        platform,
        step,
        log: section === name && log?.stepId === step?.id ? log : undefined,
        chosen: choice.steps[name] !== undefined,
        logTop: choice.logTop,
        splitPercent: choice.splitPercent,
        nowMs,
      });
    },
  };
}
