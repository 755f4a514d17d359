import type { WorkView } from '../../src/bridge/explorerProtocol.js';
import { createElement, setAttribute, setShown, setText, type Part } from '../dom/element.js';
import { formatTransfer } from '../format/byteSize.js';
import { createTextButton } from '../toolkit/button.js';

/** How far the work is; why there is nothing to see; neither: there is. */
export interface WorkBarView {
  readonly isWorking: boolean;
  readonly work: WorkView | undefined;
  /** Empty: the user has cancelled it. */
  readonly failure: string | undefined;
}

/** Creates what is shown in the place of a tree that is not there yet, or cannot be had. */
export function createWorkBar(options: {
  readonly onCancel: () => void;
  readonly onRetry: () => void;
}): Part<WorkBarView> {
  const words = createElement('p', { class: 'work-words' });
  const fill = createElement('div', { class: 'progress-fill' });
  const bar = createElement(
    'div',
    { class: 'progress', role: 'progressbar', 'aria-label': 'Reading layers' },
    fill,
  );
  const cancel = createTextButton('Cancel', options.onCancel);
  const retry = createTextButton('Read It', options.onRetry);
  const element = createElement('div', { class: 'work' }, words, bar, cancel.element, retry.element);
  return {
    element,
    update: ({ isWorking, work, failure }) => {
      const isShown = isWorking || failure !== undefined;
      setShown(element, isShown);
      setShown(bar, isWorking);
      setShown(cancel.element, isWorking);
      setShown(retry.element, !isWorking && failure !== undefined);
      setAttribute(element, 'data-state', failure === undefined || failure === '' ? 'working' : 'failed');
      setText(
        words,
        isWorking ? workWords(work) : failure === '' ? 'Reading was cancelled.' : (failure ?? ''),
      );
      const percent = percentOf(work);
      setAttribute(bar, 'aria-valuenow', String(percent));
      fill.style.transform = `scaleX(${percent / 100})`;
    },
  };
}

function workWords(work: WorkView | undefined): string {
  return work === undefined
    ? 'Reading layers…'
    : `Reading layers: ${percentOf(work)} % (${formatTransfer(work)})`;
}

function percentOf(work: WorkView | undefined): number {
  return work === undefined || work.total === 0
    ? 0
    : Math.min(100, Math.floor((100 * work.current) / work.total));
}
