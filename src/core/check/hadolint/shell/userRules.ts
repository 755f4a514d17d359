import { commandsNamed, flagValues, hasFlag } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellScript } from '../../../shell/shellScript.js';
import { runRule } from './runRule.js';

/** A user whose number makes the log of logins huge. */
export const dl3046 = runRule({
  name: 'DL3046',
  title: 'useradd with a high user id and without -l makes the image excessively large',
  severity: 'warning',
  preset: 'recommended',
  message: '`useradd` without flag `-l` and high UID will result in excessively large Image.',
  programs: ['useradd'],
  find: (script) => loggedUsers(script)[0],
  fix: { flag: '-l', commands: loggedUsers, behind: [] },
});

function loggedUsers(script: ShellScript): readonly ShellCommand[] {
  return commandsNamed(script, 'useradd').filter(
    (command) =>
      !hasFlag(command, 'l', 'no-log-init') && flagValues(command, 'u').some(({ text }) => text.length > 5),
  );
}
