import type { PipelineEvent } from '../../core/pipeline/buildRequest.js';

/** Shows a build while it runs. */
export interface ProgressView {
  show(event: PipelineEvent): void;
  /** Leaves the terminal as it was found; what was shown last stays. */
  close(): void;
}

/** Shows nothing. */
export const quietProgress: ProgressView = { show: () => undefined, close: () => undefined };
