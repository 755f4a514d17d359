import { formatBytes } from '../../core/report/quantity.js';
import type { Output } from '../output.js';

/** Shows how far a run through a known number of bytes has come. */
export interface BytesProgress {
  readonly show: (progress: { readonly current: number; readonly total: number }) => void;
  /** Removes what was shown; closing twice does nothing. */
  readonly close: () => void;
}

const redrawEveryMs = 100;

/** One line on a terminal, redrawn ten times a second at most; nothing elsewhere. */
export function createBytesProgress(title: string, output: Output): BytesProgress {
  if (!output.isLive) {
    return { show: () => undefined, close: () => undefined };
  }
  let latest = { current: 0, total: 0 };
  const timer = setInterval(() => {
    const { current, total } = latest;
    output.write(`\r\u001B[2K${title}  ${formatBytes(current)} of ${formatBytes(total)}`);
  }, redrawEveryMs);
  let isOpen = true;
  return {
    show: (progress) => {
      latest = progress;
    },
    close: () => {
      if (isOpen) {
        isOpen = false;
        clearInterval(timer);
        output.write('\r\u001B[2K');
      }
    },
  };
}
