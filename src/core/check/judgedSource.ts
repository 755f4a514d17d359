import type { IgnorePattern } from '../dockerfile/ignoreFile.js';
import type { Source } from '../dockerfile/resolvedDockerfile.js';
import type { SourceMatch } from './contextFacts.js';

/** A source of the reachable stages, and the one thing that is wrong with it, if anything is. */
export interface JudgedSource {
  readonly source: Source;
  /** The path that the builder looks for, below the context. */
  readonly key: string;
  readonly isPattern: boolean;
  /** Whether a source that has nothing to copy ends the build; a pattern may also just copy nothing. */
  readonly isFatal: boolean;
  /** Set when it holds for that platform only. */
  readonly platform?: string;
  readonly verdict: SourceVerdict;
}

/** What is wrong with a source; the first that applies. */
export type SourceVerdict =
  | { readonly kind: 'fine' | 'unjudged' | 'url-in-copy' }
  | { readonly kind: 'missing'; readonly otherCase?: string; readonly climbs: boolean }
  | { readonly kind: 'leaves-context'; readonly match: SourceMatch }
  | { readonly kind: 'excluded'; readonly pattern: IgnorePattern }
  | {
      readonly kind: 'untracked' | 'git-ignored';
      readonly matches: readonly SourceMatch[];
      readonly isPartial: boolean;
    };
