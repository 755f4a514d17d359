import type { Report } from './flowRule.js';
import { flowRule } from './flowRule.js';
import type { FlowStep } from './instructionFlow.js';
import { flagsKey } from './runMounts.js';

/** RUN behind RUN, each a layer of its own. */
export const dl3059 = flowRule({
  name: 'DL3059',
  title: 'RUN follows RUN where one could do',
  severity: 'info',
  preset: 'strict',
  message: 'Multiple consecutive `RUN` instructions. Consider consolidation.',
  find: findConsecutive,
  skipsTriggers: true,
});

/** Not where the flags differ, nor where one of the two runs several commands: whoever chains has thought about it. */
function findConsecutive(steps: readonly FlowStep[], report: Report): void {
  let first: { readonly flags: string; readonly isChain: boolean } | undefined;
  for (const step of steps) {
    const { instruction, script } = step;
    if (instruction.keyword === 'RUN') {
      const current = { flags: flagsKey(instruction), isChain: (script?.commands.length ?? 0) > 1 };
      const isSecond = first?.flags === current.flags && !first.isChain && !current.isChain;
      report(step, isSecond ? 'whole' : undefined);
      first = isSecond ? first : current;
    } else {
      first = undefined;
    }
  }
}
