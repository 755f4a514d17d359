import { documentOffset } from '../../dockerfile/joinedText.js';
import { commandsNamed, hasFlag, hasWord } from '../../shell/commandArguments.js';
import type { ShellCommand, ShellScript } from '../../shell/shellScript.js';
import { isPipWrapper, pipInstalls } from '../hadolint/shell/pipCommands.js';
import type { Fixer } from './fixDraft.js';
import { stepOf } from './stepOf.js';

/** A flag that changes what is left in the image, and the commands that lack it. */
interface MissingFlag {
  readonly flag: string;
  readonly commands: (script: ShellScript) => readonly ShellCommand[];
}

/** Installs less: not the packages that are only recommended. */
export const noRecommends: MissingFlag = {
  flag: '--no-install-recommends',
  commands: (script) =>
    commandsNamed(script, 'apt-get').filter(
      (command) =>
        hasWord(command, 'install') &&
        !hasFlag(command, 'no-install-recommends') &&
        !hasWord(command, 'APT::Install-Recommends=false'),
    ),
};

/** Keeps pip's cache out of the image. */
export const noPipCache: MissingFlag = {
  flag: '--no-cache-dir',
  commands: (script) =>
    pipInstalls(script).filter((command) => !hasWord(command, '--no-cache-dir') && !isPipWrapper(command)),
};

/** Writes a flag behind the `install` of every command of the RUN that lacks it. */
export function addsMissingFlag({ flag, commands }: MissingFlag): Fixer {
  return (input) => {
    const { inner, document } = input;
    const { command } = inner;
    const script = stepOf(input)?.script;
    if (script === undefined || command === undefined || command.kind === 'exec') {
      return undefined;
    }
    const edits = commands(script).flatMap(({ words }) => {
      const install = words.find(({ text }) => text === 'install');
      const at =
        install === undefined
          ? undefined
          : documentOffset(document.lines, command.joined, install.end, 'end');
      return at === undefined ? [] : [{ start: at, end: at, newText: ` ${flag}` }];
    });
    return { title: `Add ${flag}`, edits };
  };
}
