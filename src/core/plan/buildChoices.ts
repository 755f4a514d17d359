import type { Platform } from '../platform/platform.js';

/** What the user chose for one build; whatever is absent comes from the recipe. */
export interface BuildChoices {
  /** Empty: the recipe's platforms, or the builder's own if it names none. */
  readonly platforms: readonly Platform[];
  readonly target?: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Named contexts, as `--build-context` takes them. */
  readonly buildContexts: Readonly<Record<string, string>>;
  readonly builder?: string;
  /** `--provenance` as written; absent: `false`, so that the index holds images only. */
  readonly provenance?: string;
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  /** `id=NAME,src=FILE`: secrets by file, never by value. */
  readonly secrets: readonly string[];
  readonly ssh: readonly string[];
  readonly allow: readonly string[];
  readonly network?: string;
  readonly noCache?: boolean;
  readonly pull?: boolean;
}

/** Choices that leave everything to the recipe. */
export const noChoices: BuildChoices = {
  platforms: [],
  buildArgs: {},
  buildContexts: {},
  cacheFrom: [],
  cacheTo: [],
  secrets: [],
  ssh: [],
  allow: [],
};
