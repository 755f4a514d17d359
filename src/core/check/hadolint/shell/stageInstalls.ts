import type { ShellSpan } from '../../../shell/shellScript.js';
import { imageName } from './imageName.js';
import type { Report } from './flowRule.js';
import type { FlowStep } from './instructionFlow.js';

/**
 * Reports what is found in stages that end up in an image: the last stage, those that say just what its FROM says,
 * and those whose name any FROM takes as base. Everything where there is no FROM.
 */
export function reportInLastingStages(
  steps: readonly FlowStep[],
  report: Report,
  find: (step: FlowStep) => ShellSpan | undefined,
): void {
  const froms = steps.filter(({ instruction }) => instruction.keyword === 'FROM');
  const images = froms.map(({ instruction }) => imageName(instruction));
  const bases = new Set(images.map(({ name }) => name));
  const last = images.at(-1)?.key ?? '';
  let isLasting = images.length === 0;
  for (const step of steps) {
    if (step.instruction.keyword === 'FROM') {
      const { key, alias } = imageName(step.instruction);
      isLasting = key === last || (alias !== undefined && bases.has(alias));
    } else if (isLasting && step.instruction.keyword === 'RUN') {
      report(step, find(step));
    }
  }
}
