import { oncePer } from '../../../base/oncePer.js';
import { commandsNamed, hasFlag, hasWord } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellScript } from '../../../shell/shellScript.js';
import type { Report } from './flowRule.js';
import { flowRule } from './flowRule.js';
import type { FlowStep } from './instructionFlow.js';
import { runRule } from './runRule.js';

/** A progress bar in the log of the build. */
export const dl3047 = runRule({
  name: 'DL3047',
  title: 'wget without --progress or -q fills the log of the build',
  severity: 'info',
  preset: 'recommended',
  message:
    'Avoid use of wget without progress bar. Use `wget --progress=dot:giga <url>`. Or consider using `-q` or `-nv` ' +
    '(shorthands for `--quiet` or `--no-verbose`).',
  programs: ['wget'],
  find: (script) => loudDownloads(script)[0],
  // Why not --progress: busybox's wget may not have it.
  fix: { flag: '-q', commands: loudDownloads, behind: [] },
});

/** Two programs that do the same. */
export const dl4001 = flowRule({
  name: 'DL4001',
  title: 'A stage uses both wget and curl',
  severity: 'warning',
  preset: 'recommended',
  message: 'Either use Wget or Curl but not both',
  find: findSecondProgram,
});

function loudDownloads(script: ShellScript): readonly ShellCommand[] {
  return commandsNamed(script, 'wget').filter(
    (command) =>
      !hasFlag(command, 'progress', 'q', 'quiet', 'o', 'output-file', 'a', 'append-output', 'no-verbose') &&
      !hasWord(command, '-nv'),
  );
}

/** The downloads of a step, in the order written. */
const downloadsIn = oncePer(({ script }: FlowStep): readonly ShellCommand[] =>
  script === undefined
    ? []
    : commandsNamed(script, 'curl', 'wget').toSorted((one, other) => one.start - other.start),
);

/** Each RUN that uses one of them in a stage that has used both by then. */
function findSecondProgram(steps: readonly FlowStep[], report: Report): void {
  const used = new Set<string>();
  for (const step of steps) {
    if (step.instruction.keyword === 'FROM') {
      used.clear();
    } else if (step.instruction.keyword === 'RUN' && downloadsIn(step).length > 0) {
      const downloads = downloadsIn(step);
      const second = downloads.find(({ name }) => used.size > 0 && !used.has(name)) ?? downloads.at(-1);
      downloads.forEach(({ name }) => used.add(name));
      report(step, used.size > 1 ? second : undefined);
    }
  }
}
