import { oncePer } from '../../../base/oncePer.js';
import type { RuleInfo } from '../../../finding/ruleInfo.js';
import type { ShellScript, ShellSpan } from '../../../shell/shellScript.js';
import type { Remark, Rule, RuleInput } from '../../rule.js';
import type { FlagFix } from './flagFix.js';
import { fixFlag } from './flagFix.js';
import type { FlowStep } from './instructionFlow.js';
import { instructionFlows, placeInScript } from './instructionFlow.js';

/** A rule that looks at each RUN by itself. */
export interface RunRuleSpec extends Omit<RuleInfo, 'family'> {
  /** hadolint's own words. */
  readonly message: string;
  /** The programs it is about: a RUN that calls none of them is not looked at. */
  readonly programs: readonly string[] | ((name: string) => boolean);
  /** What is amiss in a script, the first such place; undefined when nothing is. */
  readonly find: (script: ShellScript, step: FlowStep) => ShellSpan | undefined;
  /** A flag that resolves it. */
  readonly fix?: FlagFix;
  /** Set where hadolint does not look into ONBUILD. */
  readonly skipsTriggers?: true;
}

/** Makes a rule that says its message once for each RUN, those behind ONBUILD too, in which it finds something. */
export function runRule({ message, programs, find, fix, skipsTriggers, ...info }: RunRuleSpec): Rule {
  const findIn = oncePer((step: FlowStep) => step.script && find(step.script, step));
  return {
    ...info,
    family: 'hadolint',
    check(input) {
      const { callers, triggers } = instructionFlows(input);
      const steps = callersOf(callers, programs);
      const heard = skipsTriggers === true ? steps.filter((step) => !triggers.includes(step)) : steps;
      return heard.flatMap((step) => remarkOn(input, step));
    },
  };

  function remarkOn(input: RuleInput, step: FlowStep): readonly Remark[] {
    const found = findIn(step);
    if (found === undefined) {
      return [];
    }
    const fixes = fix === undefined ? [] : fixFlag(input, step, fix);
    return [{ severity: info.severity, message, ...placeInScript(input, step, found), fixes }];
  }
}

/** Each RUN that calls any of the programs, once. */
function callersOf(
  callers: ReadonlyMap<string, readonly FlowStep[]>,
  programs: RunRuleSpec['programs'],
): readonly FlowStep[] {
  const names = typeof programs === 'function' ? [...callers.keys()].filter(programs) : programs;
  const [only] = names;
  if (only !== undefined && names.length === 1) {
    return callers.get(only) ?? [];
  }
  return [...new Set(names.flatMap((name) => callers.get(name) ?? []))];
}
