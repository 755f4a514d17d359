import type { PackHost } from '../../image/layer/packTask.js';
import type { ProblemList } from './problemList.js';

/** One artifact set while it is being verified. */
export interface SetUnderTest {
  readonly directory: string;
  readonly host: PackHost;
  readonly problems: ProblemList;
  /** Names of the regular files that are there. */
  readonly names: ReadonlySet<string>;
  /** Those of them that nothing in the set has named so far. */
  readonly unnamed: Set<string>;
}
