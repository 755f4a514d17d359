import { oncePer } from '../../../base/oncePer.js';
import { commandsNamed, hasWord } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellSpan } from '../../../shell/shellScript.js';
import { flowRule } from './flowRule.js';
import type { FlowStep } from './instructionFlow.js';
import { keepsOutOfImage } from './runMounts.js';
import { reportInLastingStages } from './stageInstalls.js';

/** apt-get leaves its lists of packages in the image. */
export const dl3009 = flowRule({
  name: 'DL3009',
  title: 'apt-get update leaves its lists of packages in the image',
  severity: 'info',
  preset: 'recommended',
  message: 'Delete the apt lists (/var/lib/apt/lists) after installing something',
  find: (steps, report) => {
    reportInLastingStages(steps, report, leftLists);
  },
});

/** yarn leaves its cache in the image. */
export const dl3060 = flowRule({
  name: 'DL3060',
  title: 'yarn leaves its cache in the image',
  severity: 'info',
  preset: 'recommended',
  message: '`yarn cache clean` missing after `yarn install` was run.',
  find: (steps, report) => {
    reportInLastingStages(steps, report, leftYarnCache);
  },
});

const leftLists = oncePer(({ instruction, script }: FlowStep): ShellSpan | undefined => {
  const update =
    script === undefined
      ? undefined
      : commandsNamed(script, 'apt', 'apt-get', 'aptitude').find((command) => hasWord(command, 'update'));
  if (script === undefined || update === undefined) {
    return undefined;
  }
  const isCleaned = commandsNamed(script, 'rm').some((command) =>
    hasWord(command, '-rf', '/var/lib/apt/lists/*'),
  );
  const isMounted =
    keepsOutOfImage(instruction, '/var/lib/apt/lists') ||
    (keepsOutOfImage(instruction, '/var/lib/apt') && keepsOutOfImage(instruction, '/var/cache/apt'));
  return isCleaned || isMounted ? undefined : update;
});

/** Cleaned before anything is installed is not cleaned, wherever the cache lies. */
const leftYarnCache = oncePer(({ instruction, script }: FlowStep): ShellSpan | undefined => {
  const commands = script === undefined ? [] : commandsNamed(script, 'yarn');
  const install = commands.find((command) => hasWord(command, 'install'));
  const cleaning: ShellCommand | undefined = commands.find((command) => hasWord(command, 'cache', 'clean'));
  if (install === undefined) {
    return undefined;
  }
  if (cleaning === undefined) {
    return keepsOutOfImage(instruction, '.cache/yarn') ? undefined : install;
  }
  return cleaning.start < install.start ? install : undefined;
});
