import type { ImageReport, Problem } from '../imageReport.js';

/** What an artifact set holds, and everything that is wrong with it. */
export interface SetResult {
  /** One a section of a manifest whose config could be read; digests and sizes are those of the files. */
  readonly images: readonly ImageReport[];
  /** Empty: every statement in the set is true and Launchpad's consumers take it. */
  readonly problems: readonly Problem[];
  /** What is remarkable and harms nothing, in words. */
  readonly notes: readonly string[];
}
