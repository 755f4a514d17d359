import { commandsNamed, countFlag, hasFlag, hasWord, operandsOf } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellScript } from '../../../shell/shellScript.js';
import { runRule } from './runRule.js';

/** Packages without a version. */
export const dl3008 = runRule({
  name: 'DL3008',
  title: 'apt-get installs a package without a version',
  severity: 'warning',
  // Why: Ubuntu's archive keeps one version of a package, so a pinned one stops the build soon after.
  preset: 'all',
  message:
    'Pin versions in apt get install. Instead of `apt-get install <package>` use `apt-get install <package>=<version>`',
  programs: ['apt-get'],
  find: (script) =>
    installsOf(script)
      .flatMap((command) => operandsOf(command, ['t', 'target-release']))
      .find(({ text }) => text !== 'install' && !/[=/]|\.deb$/.test(text)),
});

/** An installation that waits for an answer. */
export const dl3014 = runRule({
  name: 'DL3014',
  title: 'apt-get install without -y waits for an answer that nobody gives',
  severity: 'warning',
  preset: 'recommended',
  message: 'Use the `-y` switch to avoid manual input `apt-get -y install <package>`',
  programs: ['apt-get'],
  find: (script) => unconfirmed(script)[0],
  fix: { flag: '-y', commands: unconfirmed, behind: ['install'], isSafe: true },
});

/** An installation of more than was asked for. */
export const dl3015 = runRule({
  name: 'DL3015',
  title: 'apt-get install without --no-install-recommends installs more than is named',
  severity: 'info',
  preset: 'recommended',
  message: 'Avoid additional packages by specifying `--no-install-recommends`',
  programs: ['apt-get'],
  find: (script) =>
    installsOf(script).find(
      (command) =>
        !hasFlag(command, 'no-install-recommends') && !hasWord(command, 'APT::Install-Recommends=false'),
    ),
});

function installsOf(script: ShellScript): readonly ShellCommand[] {
  return commandsNamed(script, 'apt-get').filter((command) => hasWord(command, 'install'));
}

function unconfirmed(script: ShellScript): readonly ShellCommand[] {
  return installsOf(script).filter((command) => !isConfirmed(command));
}

/** Being told twice to be quiet, apt-get takes yes for an answer. */
function isConfirmed(command: ShellCommand): boolean {
  return (
    hasFlag(command, 'y', 'yes', 'qq', 'assume-yes') ||
    countFlag(command, 'q') === 2 ||
    countFlag(command, 'quiet') === 2 ||
    hasWord(command, '-q=2')
  );
}
