import type { PlatformView, StepView } from '../../src/bridge/monitorProtocol.js';
import { createElement, setAttribute, type Part } from '../dom/element.js';
import { createKeyedList } from '../dom/keyedList.js';

import { createStepRow, type StepRowView } from './stepRow.js';

/** The steps of a platform, one of them selected. */
export interface StepListView {
  readonly platform: PlatformView;
  readonly selectedId: string | undefined;
  readonly nowMs: number;
}

/** What a step list asks for. */
export interface StepListOptions {
  readonly onSelect: (stepId: string) => void;
  /** Enter was pressed: the user wants to read on in the log. */
  readonly onOpen: () => void;
}

const pageSteps = 10;

/**
 * Creates the list of steps. The list as a whole takes the focus and names its active row, so that rows may come and
 * go without losing it. Arrow keys, Home, End and the page keys select; Enter opens.
 */
export function createStepList(options: StepListOptions): Part<StepListView> {
  const element = createElement('div', { class: 'steps', role: 'listbox', tabindex: '0' });
  const rows = createKeyedList<StepRowView>(element, {
    keyOf: (row) => row.id,
    createPart: createStepRow,
  });
  let shown: StepListView | undefined;
  element.addEventListener('click', (event) => {
    const id = stepOfRow(event.target, shown);
    if (id !== undefined) {
      options.onSelect(id);
    }
  });
  element.addEventListener('keydown', (event) => {
    if (handleKey(event.key, shown, options)) {
      event.preventDefault();
    }
  });
  return {
    element,
    update: (view) => {
      const moved = shown?.selectedId !== view.selectedId;
      shown = view;
      rows.update(view.platform.steps.map((step) => toRow(step, view)));
      const active = view.selectedId === undefined ? undefined : rowId(view.platform, view.selectedId);
      setAttribute(element, 'aria-label', `Steps of ${view.platform.platform}`);
      setAttribute(element, 'aria-activedescendant', active);
      if (moved && active !== undefined) {
        revealRow(element, rows.elementOf(active));
      }
    },
  };
}

/** Why in the next frame: before it, the panel that holds the list may not be open yet. */
function revealRow(list: HTMLElement, row: HTMLElement | undefined): void {
  requestAnimationFrame(() => {
    if (row === undefined) {
      return;
    }
    const bottom = row.offsetTop + row.offsetHeight;
    if (row.offsetTop < list.scrollTop) {
      list.scrollTop = row.offsetTop;
    } else if (bottom > list.scrollTop + list.clientHeight) {
      list.scrollTop = bottom - list.clientHeight;
    }
  });
}

function toRow(step: StepView, { platform, selectedId, nowMs }: StepListView): StepRowView {
  return { step, id: rowId(platform, step.id), selected: step.id === selectedId, nowMs };
}

/** Why the platform: two platforms may list the same step. */
function rowId(platform: PlatformView, stepId: string): string {
  return `step:${platform.platform}:${stepId}`;
}

function stepOfRow(target: EventTarget | null, view: StepListView | undefined): string | undefined {
  const row = target instanceof Element ? target.closest('.step') : null;
  return row === null
    ? undefined
    : view?.platform.steps.find((step) => rowId(view.platform, step.id) === row.id)?.id;
}

/** Returns whether the key means something here. */
function handleKey(key: string, view: StepListView | undefined, options: StepListOptions): boolean {
  if (key === 'Enter') {
    options.onOpen();
    return true;
  }
  const steps = view?.platform.steps ?? [];
  const index = steps.findIndex((step) => step.id === view?.selectedId);
  const target = targetOf(key, index, steps.length - 1);
  const step = target === undefined ? undefined : steps[Math.min(Math.max(target, 0), steps.length - 1)];
  if (step !== undefined) {
    options.onSelect(step.id);
  }
  return target !== undefined;
}

function targetOf(key: string, index: number, last: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowUp: index - 1,
    ArrowDown: index + 1,
    PageUp: index - pageSteps,
    PageDown: index + pageSteps,
    Home: 0,
    End: last,
  };
  return targets[key];
}
