import { commandsNamed, flagValues, hasFlag } from '../../../shell/commandArguments.js';
import { runRule } from './runRule.js';

/** A user whose number makes the log of logins huge. */
export const dl3046 = runRule({
  name: 'DL3046',
  title: 'useradd with a high user id and without -l makes the image excessively large',
  severity: 'warning',
  preset: 'recommended',
  message: '`useradd` without flag `-l` and high UID will result in excessively large Image.',
  programs: ['useradd'],
  find: (script) =>
    commandsNamed(script, 'useradd').find(
      (command) =>
        !hasFlag(command, 'l', 'no-log-init') && flagValues(command, 'u').some(({ text }) => text.length > 5),
    ),
});
