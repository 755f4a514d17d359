import type { RuleInfo } from '../finding/ruleInfo.js';
import { recipeFileRules } from '../recipe/recipeFileRules.js';
import { outputInContext } from './buildRules.js';
import { buildkitRules } from './buildkit/buildkitRules.js';
import { instructionRules } from './hadolint/instructionRules.js';
import { shellRules } from './hadolint/shellRules.js';
import type { Rule } from './rule.js';
import { rules } from './rules.js';

/** The rules that `checkRecipe` runs, of all families. Findings are sorted by place, so the order here says nothing. */
export const checkedRules: readonly Rule[] = [...rules, ...buildkitRules, ...shellRules, ...instructionRules];

/**
 * Every rule there is: each has a page in docs/rules, a line in the settings and in the schema. Those that reading
 * the recipe file, a build or ShellCheck find are here too.
 */
export const ruleTable: readonly RuleInfo[] = [...checkedRules, ...recipeFileRules, outputInContext];

const infoByName = new Map(ruleTable.map((info) => [info.name, info]));

/** ShellCheck's codes are rules without a page of ours: https://www.shellcheck.net/wiki/ */
const shellCheckCode = /^SC[1-9]\d{3}$/;

/**
 * What is known of a rule by the name that its findings carry; the many names of the Dockerfile's syntax are one
 * rule. Undefined for ShellCheck's codes and for what is no rule.
 */
export function ruleNamed(name: string): RuleInfo | undefined {
  return infoByName.get(name) ?? (isSyntaxName(name) ? infoByName.get('DockerfileSyntax') : undefined);
}

/** Whether settings and silences may name it: a rule of the table, or a code of ShellCheck. */
export function isRuleName(name: string): boolean {
  return infoByName.has(name) || shellCheckCode.test(name);
}

function isSyntaxName(name: string): boolean {
  return name.startsWith('Dockerfile');
}
