import type { BytesView, ExplorerView } from '../../src/bridge/explorerProtocol.js';
import { formatCount } from '../format/count.js';

import type { WorkBarView } from './workBar.js';

/** What stands in the place of an image that is not open: that it is being opened, or why it is not. */
export function openingState(view: ExplorerView | undefined, bytes: BytesView | undefined): WorkBarView {
  if (view === undefined || view.state === 'opening') {
    return { isWorking: true, work: bytes, failure: undefined };
  }
  return { isWorking: false, work: undefined, failure: failureOf(view) };
}

function failureOf({ state, failure = '', images }: ExplorerView): string | undefined {
  if (state === 'failed') {
    return failure;
  }
  if (state === 'cancelled') {
    return '';
  }
  return images.length === 0 ? 'There is no image in it.' : undefined;
}

/** What is said of a view to those who do not see it. */
export function spokenState(view: ExplorerView): readonly string[] {
  if (view.state === 'opening') {
    return [];
  }
  const images = `${view.title}: ${formatCount(view.images.length, 'image')}.`;
  const failure = failureOf(view);
  return [failure === undefined ? images : failure === '' ? 'Opening was cancelled.' : failure];
}
