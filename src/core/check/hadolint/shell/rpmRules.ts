import { commandsNamed, hasFlag, hasWord } from '../../../shell/commandArguments.js';
import type { ShellCommand } from '../../../shell/shellScript.js';
import { uncleanedInstall } from './cleanUp.js';
import { keepsOutOfImage } from './runMounts.js';
import { runRule } from './runRule.js';

const dnfNames = ['dnf', 'microdnf'];
const installing = ['install', 'groupinstall', 'localinstall'];
const dnfInstalls = ['install', 'in', 'upgrade', 'up', 'upgrade-minimal', 'up-min', 'reinstall', 'rei'];

/** yum waits for an answer. */
export const dl3030 = runRule({
  name: 'DL3030',
  title: 'yum install without -y waits for an answer that nobody gives',
  severity: 'warning',
  preset: 'recommended',
  message: 'Use the -y switch to avoid manual input `yum install -y <package>`',
  programs: ['yum'],
  find: (script) => commandsNamed(script, 'yum').find(isUnconfirmed),
  fix: {
    flag: '-y',
    commands: (script) => commandsNamed(script, 'yum').filter(isUnconfirmed),
    behind: installing,
    isSafe: true,
  },
});

/** yum leaves its cache in the image. */
export const dl3032 = runRule({
  name: 'DL3032',
  title: 'yum leaves its cache in the image',
  severity: 'warning',
  preset: 'recommended',
  message: '`yum clean all` missing after yum command.',
  programs: ['yum'],
  find: (script) => uncleanedInstall(script, isYumInstall, isYumCleaning),
});

/** dnf waits for an answer. */
export const dl3038 = runRule({
  name: 'DL3038',
  title: 'dnf install without -y waits for an answer that nobody gives',
  severity: 'warning',
  preset: 'recommended',
  message: 'Use the -y switch to avoid manual input `dnf install -y <package>`',
  programs: dnfNames,
  find: (script) => commandsNamed(script, ...dnfNames).find(isUnconfirmed),
  fix: {
    flag: '-y',
    commands: (script) => commandsNamed(script, ...dnfNames).filter(isUnconfirmed),
    behind: installing,
    isSafe: true,
  },
});

/** dnf leaves its cache in the image. */
export const dl3040 = runRule({
  name: 'DL3040',
  title: 'dnf leaves its cache in the image',
  severity: 'warning',
  preset: 'recommended',
  message: '`dnf clean all` missing after dnf command.',
  programs: dnfNames,
  find: (script, { instruction }) =>
    keepsOutOfImage(instruction, '/var/cache/libdnf5') || keepsOutOfImage(instruction, '.cache/libdnf5')
      ? undefined
      : dnfNames.flatMap(
          (name) =>
            uncleanedInstall(
              script,
              (command) => command.name === name && hasWord(command, ...dnfInstalls),
              (command) => isDnfCleaning(command, name),
            ) ?? [],
        )[0],
});

function isUnconfirmed(command: ShellCommand): boolean {
  return hasWord(command, ...installing) && !hasFlag(command, 'y', 'assumeyes');
}

function isYumInstall(command: ShellCommand): boolean {
  return command.name === 'yum' && hasWord(command, 'install');
}

/** hadolint takes one of the words for enough. */
function isYumCleaning(command: ShellCommand): boolean {
  return (
    (command.name === 'yum' && hasWord(command, 'clean', 'all')) ||
    (command.name === 'rm' && hasWord(command, '-rf', '/var/cache/yum/*'))
  );
}

function isDnfCleaning(command: ShellCommand, name: string): boolean {
  return (
    (command.name === name && hasWord(command, 'clean', 'all')) ||
    (command.name === 'rm' && hasWord(command, '-rf', '/var/cache/libdnf5*'))
  );
}
