import type { Range } from '../../../base/text.js';
import type { RuleInfo } from '../../../finding/ruleInfo.js';
import { placeInDockerfile } from '../../place.js';
import type { Remark, Rule, RuleInput } from '../../rule.js';
import type { ShellSpan } from '../../../shell/shellScript.js';
import type { FlowStep } from './instructionFlow.js';
import { instructionFlows, placeInScript } from './instructionFlow.js';

/**
 * Takes a step that something is to be said about, and where: a stretch of its script, `whole` for the script as a
 * whole, or the place of a word. Nothing is said where there is no place.
 */
export type Report = (step: FlowStep, place: ShellSpan | Range | 'whole' | undefined) => void;

/** A rule that needs to know what came before. */
export interface FlowRuleSpec extends Omit<RuleInfo, 'family'> {
  /** hadolint's own words. */
  readonly message: string;
  /** What is amiss in a row of instructions, from the first to the last. */
  readonly find: (steps: readonly FlowStep[], report: Report) => void;
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
      const remarks: Remark[] = [];
      const report: Report = (step, place) => {
        if (place !== undefined) {
          remarks.push({ severity: info.severity, message, ...placeOf(input, step, place) });
        }
      };
      find(plain, report);
      if (skipsTriggers !== true) {
        find(triggers, report);
      }
      return remarks;
    },
  };
}

function placeOf(
  input: RuleInput,
  step: FlowStep,
  place: ShellSpan | Range | 'whole',
): ReturnType<typeof placeInScript> {
  if (place === 'whole') {
    return placeInScript(input, step, { start: 0, end: step.script?.original.length ?? 0 });
  }
  return typeof place.start === 'number' && typeof place.end === 'number'
    ? placeInScript(input, step, { start: place.start, end: place.end })
    : { ...placeInDockerfile(input, place as Range), instructionLine: step.line };
}
