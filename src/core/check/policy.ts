import type { CheckPolicy, PolicyLayer, RuleSetting } from '../finding/checkPolicy.js';
import { defaultPolicy } from '../finding/checkPolicy.js';
import type { Finding } from '../finding/finding.js';
import type { Preset, RuleInfo } from '../finding/ruleInfo.js';
import { ruleNamed } from './ruleTable.js';

const ranks: Readonly<Record<Preset, number>> = { none: 0, recommended: 1, strict: 2, all: 3 };

/**
 * The policy that several places make together, the later one having the last word for its preset and for each rule.
 * A preset `none` means none: it also takes back the rules that earlier places named.
 */
export function resolvePolicy(layers: readonly PolicyLayer[]): CheckPolicy {
  const decisive = layers.findLastIndex((layer) => layer.preset !== undefined);
  const preset = layers[decisive]?.preset ?? defaultPolicy.preset;
  const heard =
    preset === 'none' ? layers.slice(decisive).filter((layer) => layer.isModifier !== true) : layers;
  return { preset, rules: Object.assign({}, ...heard.map(({ rules }) => rules)) as CheckPolicy['rules'] };
}

/** Whether a rule has anything to say under a policy; to be asked before it is run. */
export function isInForce({ preset, rules }: CheckPolicy, info: RuleInfo): boolean {
  const setting = settingNamed(rules, info.name);
  return setting === undefined ? ranks[info.preset] <= ranks[preset] : setting !== 'off';
}

/** The findings that a policy lets through, each with the severity it is given. */
export function applyPolicy(policy: CheckPolicy, findings: readonly Finding[]): readonly Finding[] {
  const isPlain = Object.keys(policy.rules).length === 0;
  return findings.flatMap((finding) => {
    const settings = isPlain ? [] : settingsOf(policy, finding);
    if (settings.includes('off') || (settings.length === 0 && !isInPreset(policy, finding))) {
      return [];
    }
    const severity = settings.find((setting) => setting !== 'default' && setting !== 'off');
    return [severity === undefined || severity === finding.severity ? finding : { ...finding, severity }];
  });
}

/** What is said of a finding by any of its names, its own first. */
function settingsOf({ rules }: CheckPolicy, finding: Finding): readonly RuleSetting[] {
  const names = [finding.rule, ...(finding.aliases ?? [])];
  return names.flatMap((name) => settingNamed(rules, name) ?? []);
}

function settingNamed(rules: CheckPolicy['rules'], name: string): RuleSetting | undefined {
  const own = Object.hasOwn(rules, name) ? rules[name] : undefined;
  const shared = ruleNamed(name)?.name ?? name;
  return own ?? (Object.hasOwn(rules, shared) ? rules[shared] : undefined);
}

/** What the table does not have, a code of ShellCheck for instance, was asked for and is as good as recommended. */
function isInPreset({ preset }: CheckPolicy, { rule }: Finding): boolean {
  return ranks[ruleNamed(rule)?.preset ?? 'recommended'] <= ranks[preset];
}
