import type { ShellCommand, ShellScript } from '../../../shell/shellScript.js';

/** A question to a command. */
type Test = (command: ShellCommand) => boolean;

/** The first installation of a script, unless something is cleaned for the first time behind it. */
export function uncleanedInstall(
  script: ShellScript,
  isInstall: Test,
  isCleaning: Test,
): ShellCommand | undefined {
  const install = script.commands.findIndex(isInstall);
  return install === -1 || script.commands.findIndex(isCleaning) > install
    ? undefined
    : script.commands[install];
}
