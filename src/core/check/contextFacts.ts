import { hasWildcard } from '../dockerfile/goMatch.js';
import { cleanPath } from '../base/cleanPath.js';
import type { GitIgnoreRule } from '../repository/trackedFiles.js';

/** What was found on disk about the files a recipe names. Holds no text that an editor may be changing. */
export interface ContextFacts {
  readonly context: ContextPlace;
  /** Undefined when the Dockerfile is inline or part of a remote context. */
  readonly dockerfile?: Place;
  /** By `sourceKey`; a source without an entry was not looked for and is not judged. */
  readonly sources: ReadonlyMap<string, SourceFacts>;
}

/** The build context: a directory here, or something that only the builder fetches. */
type ContextPlace =
  ({ readonly kind: 'directory' } & Place) | { readonly kind: 'remote'; readonly text: string };

/** A file or directory that a recipe names. */
export interface Place {
  /** Absolute, as named, with `..` resolved but no symlinks. */
  readonly path: string;
  /** With symlinks resolved; undefined when nothing is there. */
  readonly realPath?: string;
  /** Whether git's index has it; undefined when that cannot be known. */
  readonly isTracked?: boolean;
}

/** What a source of COPY or ADD meets in the context. */
export interface SourceFacts {
  readonly matches: readonly SourceMatch[];
  /** Whether there were too many matches to look at; then only those listed are judged. */
  readonly isTruncated: boolean;
  /** A path that differs from the source in upper and lower case only, when nothing matched exactly. */
  readonly otherCase?: string;
  /** Whether the folder that a pattern starts with, such as `a/b` of `a/b/*.c`, is not there. */
  readonly isFolderMissing?: boolean;
}

/** One file or directory that a source names. */
export interface SourceMatch {
  /** Relative to the context, forward slashes. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** Where symlinks lead to within the context, in the same form as `path`, if they lead elsewhere. */
  readonly target?: string;
  /** Whether symlinks lead out of the context. */
  readonly leavesContext: boolean;
  /** Undefined when git cannot know it: no repository, or a file outside it. */
  readonly isTracked?: boolean;
  /** The rule by which git ignores it, when it is not tracked. */
  readonly ignoredBy?: GitIgnoreRule;
}

/** The folder that a pattern starts with: `a/b` of `a/b/*.c`; empty where that is the context. */
export function fixedFolder(key: string): string {
  const names = key.split('/');
  const first = names.findIndex(hasWildcard);
  return names.slice(0, Math.max(0, first)).join('/');
}

/**
 * The path below the context that the builder looks for: absolute sources start at the context, and `..` cannot
 * leave it. `.` is the context itself.
 */
export function sourceKey(value: string): string {
  return cleanPath(`/${value}`).slice(1) || '.';
}
