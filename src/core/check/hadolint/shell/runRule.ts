import type { RuleInfo } from '../../../finding/ruleInfo.js';
import type { ShellScript, ShellSpan } from '../../../shell/shellScript.js';
import type { Remark, Rule, RuleInput } from '../../rule.js';
import type { FlowStep } from './instructionFlow.js';
import { instructionFlows, placeInScript } from './instructionFlow.js';

/** A rule that looks at each RUN by itself. */
export interface RunRuleSpec extends Omit<RuleInfo, 'family'> {
  /** hadolint's own words. */
  readonly message: string;
  /** What is amiss in a script, the first such place; undefined when nothing is. */
  readonly find: (script: ShellScript, step: FlowStep) => ShellSpan | undefined;
  /** Set where hadolint does not look into ONBUILD. */
  readonly skipsTriggers?: true;
}

/** Makes a rule that says its message once for each RUN, those behind ONBUILD too, in which it finds something. */
export function runRule({ message, find, skipsTriggers, ...info }: RunRuleSpec): Rule {
  return {
    ...info,
    family: 'hadolint',
    check(input) {
      const { plain, triggers } = instructionFlows(input);
      const steps = skipsTriggers === true ? plain : [...plain, ...triggers];
      return steps.flatMap((step) => remarkOn(input, step));
    },
  };

  function remarkOn(input: RuleInput, step: FlowStep): readonly Remark[] {
    const { script, instruction } = step;
    const found = script !== undefined && instruction.keyword === 'RUN' ? find(script, step) : undefined;
    return found === undefined
      ? []
      : [{ severity: info.severity, message, ...placeInScript(input, step, found) }];
  }
}
