import { commandsNamed, hasWord } from '../../../shell/commandArguments.js';
import type { ShellScript, ShellSpan } from '../../../shell/shellScript.js';
import { runRule } from './runRule.js';

const pointless = ['free', 'kill', 'mount', 'ps', 'service', 'shutdown', 'ssh', 'top', 'vim'];

/** Programs that make no sense while an image is built. */
export const dl3001 = runRule({
  name: 'DL3001',
  title: 'A command that makes no sense while an image is built, such as ssh, vim, service or mount',
  severity: 'info',
  preset: 'recommended',
  message:
    'For some bash commands it makes no sense running them in a Docker container like `ssh`, `vim`, `shutdown`, ' +
    '`service`, `ps`, `free`, `top`, `kill`, `mount`, `ifconfig`',
  programs: pointless,
  find: (script) => firstOf(script, ...pointless),
});

/** `cd` in RUN. */
export const dl3003 = runRule({
  name: 'DL3003',
  title: 'RUN changes the directory where WORKDIR could',
  severity: 'warning',
  preset: 'strict',
  message: 'Use WORKDIR to switch to a directory',
  programs: ['cd'],
  find: (script) => firstOf(script, 'cd'),
  skipsTriggers: true,
});

/** `sudo` in RUN. */
export const dl3004 = runRule({
  name: 'DL3004',
  title: 'RUN uses sudo',
  severity: 'error',
  preset: 'recommended',
  message: 'Do not use sudo as it leads to unpredictable behavior. Use a tool like gosu to enforce root',
  programs: ['sudo'],
  find: (script) => firstOf(script, 'sudo'),
});

/** `apt` where a script should use `apt-get`. */
export const dl3027 = runRule({
  name: 'DL3027',
  title: 'RUN uses apt, which is made for people and not for scripts',
  severity: 'warning',
  preset: 'recommended',
  message: 'Do not use apt as it is meant to be an end-user tool, use apt-get or apt-cache instead',
  programs: ['apt'],
  find: (script) => firstOf(script, 'apt'),
});

/** A link put in the place of `/bin/sh`. */
export const dl4005 = runRule({
  name: 'DL4005',
  title: 'RUN puts another shell in the place of /bin/sh instead of using SHELL',
  severity: 'warning',
  preset: 'recommended',
  message: 'Use SHELL to change the default shell',
  programs: ['ln'],
  find: (script) => commandsNamed(script, 'ln').find((command) => hasWord(command, '/bin/sh')),
});

/** Where the first command with one of these names stands. */
function firstOf(script: ShellScript, ...names: readonly string[]): ShellSpan | undefined {
  return commandsNamed(script, ...names).toSorted((one, other) => one.start - other.start)[0];
}
