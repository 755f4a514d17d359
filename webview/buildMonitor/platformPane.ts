import type { BuildView, PlatformView, StepLogView, StepView } from '../../src/bridge/monitorProtocol.js';
import { createElement, type Part } from '../dom/element.js';

import type { MonitorActions } from './monitorActions.js';
import { createSplitter } from '../dom/splitter.js';
import { createStepList } from './stepList.js';
import { createStepLog } from './stepLog.js';

/** One platform of a build: its steps and the log of one of them. */
export interface PlatformPaneView {
  readonly build: BuildView;
  readonly platform: PlatformView;
  readonly step: StepView | undefined;
  readonly log: StepLogView | undefined;
  /** Whether the user has chosen the step. */
  readonly chosen: boolean;
  readonly logTop: number | undefined;
  /** How much of the room the list takes; undefined: the usual. */
  readonly splitPercent: number | undefined;
  readonly nowMs: number;
}

/** Creates the pane of one platform. */
export function createPlatformPane(name: string, actions: MonitorActions): Part<PlatformPaneView> {
  let shown: PlatformPaneView | undefined;
  const log = createStepLog({
    onFollowSteps: () => {
      actions.followSteps(name);
    },
    onCopy: (text) => {
      actions.copy(text, 'Log');
    },
    onShowWholeLog: () => {
      actions.post('showLog', { buildId: shown?.build.id ?? '' });
    },
    initialTop: () => shown?.logTop,
    onScroll: (top) => {
      actions.keepLogTop(name, top);
    },
  });
  const list = createStepList({
    onSelect: (stepId) => {
      actions.chooseStep(name, stepId);
    },
    onOpen: () => {
      log.focusLines();
    },
  });
  const element = createElement('div', { class: 'platform-pane' });
  const splitter = createSplitter(element, 'Size of the list of steps', actions.split);
  element.append(list.element, splitter.element, log.element);
  return {
    element,
    update: (view) => {
      shown = view;
      splitter.update(view.splitPercent);
      const { build, platform, step, nowMs } = view;
      list.update({ platform, selectedId: step?.id, nowMs });
      const pinned = view.chosen && build.state === 'running';
      const ended = build.endedMs !== undefined;
      log.update({ buildId: build.id, step, log: view.log, pinned, ended });
    },
  };
}
