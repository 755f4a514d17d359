import { commandsNamed, hasFlag, hasWord, operandsOf } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellScript } from '../../../shell/shellScript.js';
import { keepsOutOfImage } from './runMounts.js';
import { runRule } from './runRule.js';

/** Packages of apk without a version. */
export const dl3018 = runRule({
  name: 'DL3018',
  title: 'apk adds a package without a version',
  severity: 'warning',
  // Why: Alpine's archive keeps one version of a package, as Ubuntu's does.
  preset: 'all',
  message: 'Pin versions in apk add. Instead of `apk add <package>` use `apk add <package>=<version>`',
  programs: ['apk'],
  find: (script) =>
    addsOf(script)
      .flatMap((command) => operandsOf(command, ['t', 'virtual', 'repository', 'X']))
      .find(({ text }) => text !== 'add' && !/[=~<>]|\.apk$/.test(text)),
});

/** apk leaves its index in the image. */
export const dl3019 = runRule({
  name: 'DL3019',
  title: 'apk add without --no-cache leaves its index in the image',
  severity: 'info',
  preset: 'recommended',
  message:
    'Use the `--no-cache` switch to avoid the need to use `--update` and remove `/var/cache/apk/*` when done ' +
    'installing packages',
  programs: ['apk'],
  find: (script, { instruction }) =>
    keepsOutOfImage(instruction, '/var/cache/apk') ? undefined : cachingAdds(script)[0],
  fix: { flag: '--no-cache', commands: cachingAdds, behind: ['add'] },
});

function cachingAdds(script: ShellScript): readonly ShellCommand[] {
  return addsOf(script).filter((command) => !hasFlag(command, 'no-cache'));
}

function addsOf(script: ShellScript): readonly ShellCommand[] {
  return commandsNamed(script, 'apk').filter((command) => hasWord(command, 'add'));
}
