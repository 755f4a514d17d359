import type { Range } from '../../../base/text.js';
import type { RuleInfo } from '../../../finding/ruleInfo.js';
import { placeInDockerfile } from '../../place.js';
import type { Rule } from '../../rule.js';
import type { ShellSpan } from '../../../shell/shellScript.js';
import type { FlowStep } from './instructionFlow.js';
import { instructionFlows, placeInScript } from './instructionFlow.js';

/** A step that a rule has something to say about, and where in its script. */
export interface FoundStep {
  readonly step: FlowStep;
  /** Absent: the script, or what else the instruction is, as a whole. */
  readonly span?: ShellSpan;
  /** The place of a word, for instructions without a script. */
  readonly range?: Range;
}

/** A rule that needs to know what came before. */
export interface FlowRuleSpec extends Omit<RuleInfo, 'family'> {
  /** hadolint's own words. */
  readonly message: string;
  /** What is amiss in a row of instructions, from the first to the last. */
  readonly find: (steps: readonly FlowStep[]) => readonly FoundStep[];
  /** Set where hadolint does not look into ONBUILD. */
  readonly skipsTriggers?: true;
}

/** Makes a rule that goes through the instructions in order, and through those behind ONBUILD as a row of their own. */
export function flowRule({ message, find, skipsTriggers, ...info }: FlowRuleSpec): Rule {
  return {
    ...info,
    family: 'hadolint',
    check(input) {
      const { plain, triggers } = instructionFlows(input);
      const found = [...find(plain), ...(skipsTriggers === true ? [] : find(triggers))];
      return found.map(({ step, span, range }) => ({
        severity: info.severity,
        message,
        ...placeInScript(input, step, span ?? wholeOf(step)),
        ...(range !== undefined && placeInDockerfile(input, range)),
      }));
    },
  };
}

function wholeOf({ script }: FlowStep): ShellSpan {
  return { start: 0, end: script?.original.length ?? 0 };
}
