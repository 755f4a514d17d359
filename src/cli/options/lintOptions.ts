import { isRuleName, ruleTable } from '../../core/check/ruleTable.js';
import { presets, ruleSettings } from '../../core/finding/checkPolicy.js';
import type { PolicyLayer, RuleSetting } from '../../core/finding/checkPolicy.js';
import type { Severity } from '../../core/finding/finding.js';
import type { Options } from './invocation.js';
import { formatSuggestion } from './suggestion.js';
import { UsageError } from './usageError.js';

/** What `--preset` and `--rule` say; a `UsageError` names what is no rule and no severity. */
export function toPolicyLayer(options: Options): PolicyLayer {
  const preset = presets.find((name) => name === options.text('preset'));
  const rules = Object.fromEntries(options.list('rule').map(toRuleSetting));
  return { rules, ...(preset !== undefined && { preset }) };
}

/** What `--failure-threshold` says; undefined where it was not given. */
export function toThreshold(options: Options): Severity | 'none' | undefined {
  // Why: the table of options has let nothing else through.
  return options.text('failure-threshold') as Severity | 'none' | undefined;
}

function toRuleSetting(text: string): readonly [string, RuleSetting] {
  const at = text.indexOf('=');
  const name = at === -1 ? text : text.slice(0, at);
  const setting = ruleSettings.find((known) => known === text.slice(at + 1));
  if (at === -1 || setting === undefined) {
    throw new UsageError(
      `--rule takes NAME=HOW, HOW being one of ${ruleSettings.join(', ')}, not "${text}".`,
    );
  }
  if (!isRuleName(name)) {
    const names = ruleTable.map((rule) => rule.name);
    throw new UsageError(`There is no rule "${name}"${formatSuggestion(name, names)}`);
  }
  return [name, setting];
}
