import type { Output } from '../output.js';
import type { ProgressView } from './progressView.js';

/** Shows every event of the pipeline as one line of JSON, the result included. */
export function createJsonProgress(output: Output): ProgressView {
  return {
    show: (event) => {
      output.write(`${JSON.stringify(event)}\n`);
    },
    close: () => undefined,
  };
}
