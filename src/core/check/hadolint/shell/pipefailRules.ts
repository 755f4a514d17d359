import { hasFlag, hasWord } from '../../../shell/commandArguments.js';
import type { ShellScript } from '../../../shell/shellScript.js';
import type { Report } from './flowRule.js';
import { flowRule } from './flowRule.js';
import type { FlowStep } from './instructionFlow.js';
import { programName } from './posixShell.js';

/** A pipe that hides the failure of all but its last command. */
export const dl4006 = flowRule({
  name: 'DL4006',
  title: 'A pipe in RUN without pipefail hides that its first command failed',
  severity: 'warning',
  preset: 'recommended',
  message:
    'Set the SHELL option -o pipefail before RUN with a pipe in it. If you are using /bin/sh in an alpine image or ' +
    'if your shell is symlinked to busybox then consider explicitly setting your SHELL to /bin/ash, or disable this ' +
    'check',
  find: findPipes,
  skipsTriggers: true,
});

function findPipes(steps: readonly FlowStep[], report: Report): void {
  let hasPipefail = false;
  for (const step of steps) {
    const { keyword } = step.instruction;
    if (keyword === 'FROM') {
      hasPipefail = false;
    } else if (keyword === 'SHELL' && step.script !== undefined) {
      hasPipefail = setsPipefail(step.script);
    } else if (keyword === 'RUN' && !hasPipefail && step.isForeign !== true) {
      report(step, step.script?.pipes[0]);
    }
  }
}

/** Only of shells that have the option; `sh` may be dash, which has not. */
function setsPipefail({ commands }: ShellScript): boolean {
  return commands.some(
    (command) =>
      ['bash', 'zsh', 'ash'].includes(programName(command.name)) &&
      hasFlag(command, 'o') &&
      hasWord(command, 'pipefail'),
  );
}
