import type { BuildView } from '../../src/bridge/monitorProtocol.js';
import { createElement, setAttribute, setShown, setText, type Part } from '../dom/element.js';
import { createIcon } from '../dom/icon.js';
import { formatSpan } from '../format/duration.js';
import { formatBuildState, formatState } from '../format/state.js';
import { createTextButton } from '../toolkit/button.js';
import { createDropdown, type DropdownOption } from '../toolkit/dropdown.js';
import { createProgressRing } from '../toolkit/mark.js';

import type { MonitorActions } from './monitorActions.js';

/** The build shown and the builds there are. */
export interface BuildHeaderView {
  readonly build: BuildView;
  readonly builds: readonly BuildView[];
  /** Milliseconds since 1970, on the clock of the build. */
  readonly nowMs: number;
}

/** Creates the top of the monitor: what is built, how far it is, and what can be done about it. */
export function createBuildHeader(actions: MonitorActions): Part<BuildHeaderView> {
  const title = createTitle();
  const tools = createTools(actions);
  const bar = createProgressBar();
  const row = createElement('div', { class: 'build-row' }, title.element, tools.element);
  return {
    element: createElement('header', { class: 'build-header' }, row, bar.element),
    update: (view) => {
      title.update(view);
      tools.update(view);
      bar.update(view.build);
    },
  };
}

function createTitle(): Part<BuildHeaderView> {
  const icon = createIcon('waiting');
  const ring = createProgressRing();
  const name = createElement('h1', { class: 'build-name' });
  const state = createElement('span', { class: 'build-state' });
  const time = createElement('span', { class: 'build-time' });
  const element = createElement('div', { class: 'build-title' });
  element.append(ring, icon.element, name, state, time);
  return {
    element,
    update: ({ build, nowMs }) => {
      setAttribute(element, 'data-state', build.state);
      icon.show(build.state);
      setText(name, build.recipeName);
      setAttribute(name, 'title', build.recipeName);
      setText(state, formatProgressState(build));
      setText(time, formatSpan(build, nowMs));
    },
  };
}

function formatProgressState(build: BuildView): string {
  const words = formatBuildState(build);
  return build.state === 'running' ? `${words} · ${percent(build)}%` : words;
}

function createTools(actions: MonitorActions): Part<BuildHeaderView> {
  let buildId = '';
  let cancelling: string | undefined;
  const history = createDropdown('Builds', actions.chooseBuild);
  history.element.classList.add('history');
  const log = createTextButton('Show Log', () => {
    actions.post('showLog', { buildId });
  });
  const cancel = createTextButton('Cancel', () => {
    cancelling = buildId;
    cancel.setLabel('Cancelling…');
    cancel.setDisabled(true);
    actions.post('cancelBuild', { buildId });
  });
  return {
    element: createElement('div', { class: 'build-tools' }, history.element, log.element, cancel.element),
    update: ({ build, builds }) => {
      buildId = build.id;
      history.update({ options: builds.map(toOption), value: build.id });
      setShown(history.element, builds.length > 1);
      setShown(cancel.element, build.state === 'running' || build.state === 'waiting');
      cancel.setLabel(cancelling === buildId ? 'Cancelling…' : 'Cancel');
      cancel.setDisabled(cancelling === buildId);
    },
  };
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

function toOption(build: BuildView): DropdownOption {
  const started = build.startedMs === undefined ? '' : `${clock.format(build.startedMs)} · `;
  return { value: build.id, label: `${started}${build.recipeName} · ${formatState(build.state)}` };
}

function createProgressBar(): Part<BuildView> {
  const fill = createElement('div', { class: 'progress-fill' });
  const element = createElement(
    'div',
    { class: 'progress', role: 'progressbar', 'aria-label': 'Progress of the build' },
    fill,
  );
  return {
    element,
    update: (build) => {
      setAttribute(element, 'data-state', build.state);
      setAttribute(element, 'aria-valuenow', String(percent(build)));
      setAttribute(element, 'aria-valuetext', formatProgressState(build));
      fill.style.transform = `scaleX(${percent(build) / 100})`;
    },
  };
}

/** Why floor: only what is done to the end is 100 %. */
function percent(build: BuildView): number {
  return Math.floor(Math.min(Math.max(build.progress, 0), 1) * 100);
}
