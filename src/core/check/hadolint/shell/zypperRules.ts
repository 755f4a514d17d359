import { commandsNamed, hasFlag, hasWord, operandsOf } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellScript } from '../../../shell/shellScript.js';
import { uncleanedInstall } from './cleanUp.js';
import { keepsOutOfImage } from './runMounts.js';
import { runRule } from './runRule.js';

const changing = ['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch'];

/** zypper waits for an answer. */
export const dl3034 = runRule({
  name: 'DL3034',
  title: 'zypper without -y waits for an answer that nobody gives',
  severity: 'warning',
  preset: 'recommended',
  message: 'Non-interactive switch missing from `zypper` command: `zypper install -y`',
  programs: ['zypper'],
  find: (script) => unconfirmed(script)[0],
  // Why -n and behind the name: not each of the subcommands has -y.
  fix: { flag: '-n', commands: unconfirmed, behind: [], isSafe: true },
});

/** Another release of the distribution than that of the base image. */
export const dl3035 = runRule({
  name: 'DL3035',
  title: 'zypper upgrades the distribution of the base image',
  severity: 'warning',
  preset: 'recommended',
  message: 'Do not use `zypper dist-upgrade`.',
  programs: ['zypper'],
  find: (script) =>
    commandsNamed(script, 'zypper').find((command) => hasWord(command, 'dist-upgrade', 'dup')),
});

/** zypper leaves its cache in the image. */
export const dl3036 = runRule({
  name: 'DL3036',
  title: 'zypper leaves its cache in the image',
  severity: 'warning',
  preset: 'recommended',
  message: '`zypper clean` missing after zypper use.',
  programs: ['zypper'],
  find: (script, { instruction }) =>
    keepsOutOfImage(instruction, '/var/cache/zypp')
      ? undefined
      : uncleanedInstall(
          script,
          isInstall,
          (command) => command.name === 'zypper' && hasWord(command, 'clean', 'cc'),
        ),
});

/** Packages of zypper without a version. */
export const dl3037 = runRule({
  name: 'DL3037',
  title: 'zypper installs a package without a version',
  severity: 'warning',
  preset: 'all',
  message: 'Specify version with `zypper install -y <package>=<version>`.',
  programs: ['zypper'],
  find: (script) =>
    commandsNamed(script, 'zypper')
      .filter(isInstall)
      .flatMap((command) => operandsOf(command))
      .find(({ text }) => text !== 'install' && text !== 'in' && !/[=<>]|\.rpm$/.test(text)),
});

function unconfirmed(script: ShellScript): readonly ShellCommand[] {
  return commandsNamed(script, 'zypper').filter(
    (command) =>
      hasWord(command, ...changing) && !hasFlag(command, 'non-interactive', 'n', 'no-confirm', 'y'),
  );
}

function isInstall(command: ShellCommand): boolean {
  return command.name === 'zypper' && hasWord(command, 'install', 'in');
}
