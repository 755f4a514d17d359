import type { Severity } from './finding.js';

/** Who made a rule up: its semantics, its names and its own documentation are theirs. */
type RuleFamily = 'recipe' | 'buildkit' | 'hadolint';

/** A set of rules that is chosen by name. `all` has every rule, `none` has none. */
export type Preset = 'recommended' | 'strict' | 'all' | 'none';

/** What is known of a rule besides how it is checked: the table of rules, pages, settings and the schema are made of it. */
export interface RuleInfo {
  /** `StageNameCasing`, `DL3008`, `MissingSource`; case-sensitive and stable. */
  readonly name: string;
  readonly family: RuleFamily;
  /** One sentence without a full stop that says what it finds. */
  readonly title: string;
  /** What its findings carry unless a setting says otherwise; the worst where a rule has several. */
  readonly severity: Severity;
  /** The least demanding preset that has it; `strict` has all that `recommended` has, `all` has everything. */
  readonly preset: Exclude<Preset, 'none'>;
}
