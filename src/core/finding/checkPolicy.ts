import type { Severity } from './finding.js';
import type { Preset } from './ruleInfo.js';

/** What a setting says of one rule: not at all, with the severity it gives itself, or with this one. */
export type RuleSetting = 'off' | 'default' | Severity;

/** Every setting a rule can have, in the order in which they are offered. */
export const ruleSettings: readonly RuleSetting[] = ['off', 'default', 'error', 'warning', 'info', 'hint'];

/** Every preset, the least demanding first. */
export const presets: readonly Preset[] = ['none', 'recommended', 'strict', 'all'];

/** Which rules speak, and how loud. */
export interface CheckPolicy {
  readonly preset: Preset;
  /** By name of rule, alias included; what is said here of a rule goes before the preset. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

/** What one place says of the policy. */
export interface PolicyLayer {
  readonly preset?: Preset | undefined;
  readonly rules?: Readonly<Record<string, RuleSetting>> | undefined;
  /**
   * Whether it only changes what others call up: `.hadolint.yaml` says how its rules are to speak where they do, and
   * under the preset `none` they do not.
   */
  readonly isModifier?: true;
}

/** What holds where nobody says anything. */
export const defaultPolicy: CheckPolicy = { preset: 'recommended', rules: {} };
