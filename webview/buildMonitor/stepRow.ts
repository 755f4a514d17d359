import type { StepView } from '../../src/bridge/monitorProtocol.js';
import { createElement, setAttribute, setText, type Part } from '../dom/element.js';
import { createIcon } from '../dom/icon.js';
import { formatTransfer } from '../format/byteSize.js';
import { formatSpan } from '../format/duration.js';
import { formatStepState, stepIcon } from '../format/state.js';

/** A step as a row of the list. */
export interface StepRowView {
  readonly step: StepView;
  /** The id of the row's element. */
  readonly id: string;
  readonly selected: boolean;
  /** Milliseconds since 1970, on the clock of the build. */
  readonly nowMs: number;
}

/** Creates one row: icon, stage, instruction, bytes while they move, state in words, time. */
export function createStepRow(): Part<StepRowView> {
  const icon = createIcon('waiting');
  const stage = createElement('span', { class: 'step-stage' });
  const name = createElement('span', { class: 'step-name' });
  const bytes = createElement('span', { class: 'step-bytes' });
  const state = createElement('span', { class: 'step-state' });
  const time = createElement('span', { class: 'step-time' });
  const element = createElement('div', { class: 'step', role: 'option' });
  // Why: the spaces keep the words apart where the row is read out or copied; the layout ignores them.
  element.append(icon.element, stage, ' ', name, ' ', bytes, ' ', state, ' ', time);
  return {
    element,
    update: ({ step, id, selected, nowMs }) => {
      element.id = id;
      icon.show(stepIcon(step));
      setText(stage, step.stage ?? '');
      setText(name, step.name);
      setAttribute(element, 'title', step.stage === undefined ? step.name : `${step.stage} ${step.name}`);
      setText(bytes, step.state === 'running' && step.bytes !== undefined ? formatTransfer(step.bytes) : '');
      setText(state, formatStepState(step));
      setText(time, formatSpan(step, nowMs));
      setAttribute(element, 'data-state', step.state);
      setAttribute(element, 'aria-selected', String(selected));
    },
  };
}
