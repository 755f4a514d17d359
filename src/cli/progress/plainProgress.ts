import { createPipelineLog } from '../../core/pipeline/build/pipelineLog.js';
import type { Output } from '../output.js';
import type { ProgressView } from './progressView.js';

/** Shows a build as the lines of its log, each prefixed with its platform. The result is left to the report. */
export function createPlainProgress(output: Output): ProgressView {
  const format = createPipelineLog();
  return {
    show: (event) => {
      if (event.kind !== 'result') {
        output.write(
          format(event)
            .map((line) => `${line}\n`)
            .join(''),
        );
      }
    },
    close: () => undefined,
  };
}
