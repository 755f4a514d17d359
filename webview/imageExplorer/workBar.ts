import { createElement, setAttribute, setShown, setText, type Part } from '../dom/element.js';
import { createIcon } from '../dom/icon.js';
import { formatTransfer } from '../format/byteSize.js';
import { createEstimate } from '../format/estimate.js';
import { createTextButton } from '../toolkit/button.js';

/** How far the work is; why there is nothing to see; neither: there is. */
export interface WorkBarView {
  readonly isWorking: boolean;
  /** In bytes; undefined: nobody knows. */
  readonly work: { readonly current: number; readonly total: number } | undefined;
  /** Empty: the user has cancelled it. */
  readonly failure: string | undefined;
}

/** What the work is called, and what can be done about it. */
export interface WorkBarOptions {
  /** `Reading layers`. */
  readonly doing: string;
  /** The label of the button that begins anew. */
  readonly retry: string;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
}

/** Creates what is shown in the place of something that is not there yet, or cannot be had. */
export function createWorkBar({ doing, retry: again, onCancel, onRetry }: WorkBarOptions): Part<WorkBarView> {
  const icon = createIcon('failed');
  const words = createElement('p', { class: 'work-words' });
  const line = createElement('div', { class: 'work-line' }, icon.element, words);
  const bar = createBar(doing);
  const cancel = createTextButton('Cancel', onCancel).element;
  const retry = createTextButton(again, onRetry).element;
  const element = createElement('div', { class: 'work' }, line, bar.element, cancel, retry);
  const estimate = createEstimate();
  return {
    element,
    update: ({ isWorking, work, failure }) => {
      const isFailed = failure !== undefined && failure !== '';
      const hasFocus = element.contains(document.activeElement);
      setShown(element, isWorking || failure !== undefined);
      setShown(bar.element, isWorking);
      setShown(cancel, isWorking);
      setShown(retry, !isWorking && failure !== undefined);
      icon.element.classList.toggle('absent', !isFailed);
      setAttribute(element, 'data-state', isFailed ? 'failed' : 'working');
      const left = estimate(isWorking ? work : undefined, performance.now());
      const end = isFailed ? failure : `${doing} was cancelled.`;
      setText(words, isWorking ? workWords(doing, work, left) : end);
      bar.update(work);
      // Why: the button that had the focus is gone, and the other one has taken its place.
      if (hasFocus && !element.hidden) {
        (isWorking ? cancel : retry).focus();
      }
    },
  };
}

function createBar(doing: string): Part<WorkBarView['work']> {
  const fill = createElement('div', { class: 'progress-fill' });
  const element = createElement('div', { class: 'progress', role: 'progressbar', 'aria-label': doing }, fill);
  return {
    element,
    update: (work) => {
      setAttribute(element, 'aria-valuenow', work && String(percentOf(work)));
      setAttribute(element, 'data-state', work === undefined ? 'unknown' : 'known');
      fill.style.transform = `scaleX(${work === undefined ? 0 : percentOf(work) / 100})`;
    },
  };
}

function workWords(doing: string, work: WorkBarView['work'], left: string): string {
  if (work === undefined) {
    return `${doing}…`;
  }
  const facts = [`${percentOf(work)} %`, formatTransfer(work), left];
  return `${doing}: ${facts.filter((fact) => fact !== '').join(', ')}`;
}

function percentOf({ current, total }: NonNullable<WorkBarView['work']>): number {
  return total === 0 ? 0 : Math.min(100, Math.floor((100 * current) / total));
}
