import type { Range } from '../base/text.js';

/** How bad a finding is; an `error` makes `oci-recipe check` fail. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Something that is to be said about a recipe: a value, never thrown. */
export interface Finding {
  /** Stable name of the rule, such as `LaunchpadBranchName`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** Absolute path of the file it is about. */
  readonly file: string;
  readonly range: Range;
  /** The line (from 0) on which the instruction that it is about begins; absent where it is about none. */
  readonly instructionLine?: number;
  /** Set when it holds for one platform only: `linux/arm64`. */
  readonly platform?: string;
  readonly fixes: readonly Fix[];
  /** Other names of the same rule, such as hadolint's code for a BuildKit check; each of them silences it. */
  readonly aliases?: readonly string[];
  /** How an editor may draw the range: struck through, or faded. */
  readonly tags?: readonly ('deprecated' | 'unnecessary')[];
  /** Other places that explain it: the other stage, the line of `.dockerignore` that excludes the file. */
  readonly related?: readonly RelatedPlace[];
}

/** A place that explains a finding. */
export interface RelatedPlace {
  /** Absolute path. */
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

/** A change that resolves a finding; offered, never applied unasked. */
export type Fix =
  | {
      readonly kind: 'edit';
      readonly title: string;
      /** Whether it cannot change what is built, so that it may be applied without being looked at. */
      readonly isSafe?: true;
      readonly file: string;
      readonly edits: readonly TextEdit[];
    }
  | { readonly kind: 'rename-branch'; readonly title: string; readonly from: string; readonly to: string };

/** Replaces the text of a range. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}
