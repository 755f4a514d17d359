import type { Finding, Severity } from '../../finding/finding.js';

/**
 * What hadolint's configuration says, from its file and the environment together.
 * https://github.com/hadolint/hadolint#configure
 */
export interface HadolintConfig {
  /** Absolute path of the file that is in force; undefined when there is none. */
  readonly file?: string;
  /** Rules that say nothing; stronger than `overrides`. */
  readonly ignored: ReadonlySet<string>;
  /** Severities in our words (hadolint's `style` is a hint), by rule; a rule named here speaks whatever the preset. */
  readonly overrides: ReadonlyMap<string, Severity>;
  /** Registries that FROM may take images from, `*` at either end for any text; empty: all are allowed. */
  readonly trustedRegistries: readonly string[];
  /** What a label's value has to be, by label; each of them is required. */
  readonly labelSchema: ReadonlyMap<string, LabelType>;
  /** Whether labels that the schema does not name are found. */
  readonly hasStrictLabels: boolean;
  /** Whether `# hadolint ignore=` and its kin have no effect. */
  readonly ignoresPragmas: boolean;
  /** Whether no finding makes the check fail. */
  readonly neverFails: boolean;
  /** The least severity that makes the check fail; `ignore` and `none`: none does. */
  readonly failureThreshold?: FailureThreshold;
  /** What is wrong with the file, at its place in it. */
  readonly remarks: readonly ConfigRemark[];
}

/** Something that is wrong with a configuration file. */
export type ConfigRemark = Pick<Finding, 'severity' | 'message' | 'file' | 'range'>;

/** What hadolint can demand of a label's value. */
export type LabelType = 'text' | 'url' | 'semver' | 'hash' | 'rfc3339' | 'spdx' | 'email';

/** hadolint's thresholds; `style` is our `hint`. */
export type FailureThreshold = Severity | 'ignore' | 'none';

/** The configuration of somebody who configured nothing. */
export const emptyHadolintConfig: HadolintConfig = {
  ignored: new Set(),
  overrides: new Map(),
  trustedRegistries: [],
  labelSchema: new Map(),
  hasStrictLabels: false,
  ignoresPragmas: false,
  neverFails: false,
  remarks: [],
};

/** hadolint's names of severities, the mildest first: where a rule has several, the last one counts. */
export const hadolintSeverities: readonly (readonly [name: string, severity: Severity])[] = [
  ['style', 'hint'],
  ['info', 'info'],
  ['warning', 'warning'],
  ['error', 'error'],
];

const labelTypes: readonly LabelType[] = ['text', 'url', 'semver', 'hash', 'rfc3339', 'spdx', 'email'];

/** Whether a text names a label type; the empty text is hadolint's other word for `text`. */
export function toLabelType(name: string): LabelType | undefined {
  return name === '' ? 'text' : labelTypes.find((type) => type === name);
}

/** The threshold in our words; undefined for a word that hadolint does not know. */
export function toFailureThreshold(name: string): FailureThreshold | undefined {
  if (name === 'ignore' || name === 'none') {
    return name;
  }
  return hadolintSeverities.find(([known]) => known === name)?.[1];
}
