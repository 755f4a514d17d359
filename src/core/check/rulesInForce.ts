import type { CheckPolicy } from '../finding/checkPolicy.js';
import type { Preset } from '../finding/ruleInfo.js';
import { buildkitTwins } from './hadolint/instructionRules.js';
import { isInForce } from './policy.js';
import type { Rule } from './rule.js';
import { checkedRules } from './ruleTable.js';

/** The rules that a policy calls for. */
interface ChosenRules {
  /** The names of those that are heard. */
  readonly heard: ReadonlySet<string>;
  /** Those that have to be run for it. */
  readonly run: readonly Rule[];
}

// Why: most policies are a preset alone, and the same for each keystroke.
const byPreset = new Map<Preset, ChosenRules>();

/**
 * The rules in force under a policy. Their twins are run too: where BuildKit and hadolint both speak, BuildKit's check
 * does, by both names.
 */
export function rulesInForce(policy: CheckPolicy): ChosenRules {
  if (Object.keys(policy.rules).length > 0) {
    return choose(policy);
  }
  const chosen = byPreset.get(policy.preset) ?? choose(policy);
  byPreset.set(policy.preset, chosen);
  return chosen;
}

function choose(policy: CheckPolicy): ChosenRules {
  const heard = new Set(checkedRules.filter((rule) => isInForce(policy, rule)).map(({ name }) => name));
  const names = new Set(heard);
  for (const [code, { check }] of buildkitTwins) {
    if (heard.has(code) || heard.has(check)) {
      names.add(code).add(check);
    }
  }
  return { heard, run: checkedRules.filter(({ name }) => names.has(name)) };
}
