import { imageName } from './imageName.js';
import type { FoundStep } from './flowRule.js';
import type { FlowStep } from './instructionFlow.js';

/**
 * What is found in stages that end up in an image: the last stage, those that say just what its FROM says, and those
 * whose name any FROM takes as base. Everything where there is no FROM.
 */
export function inLastingStages(
  steps: readonly FlowStep[],
  find: (step: FlowStep) => FoundStep['span'],
): readonly FoundStep[] {
  const froms = steps.filter(({ instruction }) => instruction.keyword === 'FROM');
  const images = froms.map(({ instruction }) => imageName(instruction));
  const bases = new Set(images.map(({ name }) => name));
  const last = images.at(-1)?.key ?? '';
  let isLasting = images.length === 0;
  return steps.flatMap((step) => {
    if (step.instruction.keyword === 'FROM') {
      const { key, alias } = imageName(step.instruction);
      isLasting = key === last || (alias !== undefined && bases.has(alias));
    }
    const span = isLasting && step.instruction.keyword === 'RUN' ? find(step) : undefined;
    return span === undefined ? [] : [{ step, span }];
  });
}
