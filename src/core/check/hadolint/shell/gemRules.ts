import { commandsNamed, hasWord } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellWord } from '../../../shell/shellScript.js';
import { runRule } from './runRule.js';

/** Gems without a version. */
export const dl3028 = runRule({
  name: 'DL3028',
  title: 'gem installs a gem without a version',
  severity: 'warning',
  preset: 'strict',
  message: 'Pin versions in gem install. Instead of `gem install <gem>` use `gem install <gem>:<version>`',
  programs: ['gem'],
  find: (script) =>
    commandsNamed(script, 'gem')
      .filter((command) => hasWord(command, 'install', 'i') && !hasVersion(command))
      .flatMap((command) => gemsOf(command))
      .find(({ text }) => !text.includes(':')),
});

function hasVersion(command: ShellCommand): boolean {
  return (
    hasWord(command, '-v', '--version') || command.words.some(({ text }) => text.startsWith('--version='))
  );
}

/** The words before `--` that are neither flags nor stand behind one: hadolint takes each flag to have a value. */
function gemsOf({ words }: ShellCommand): readonly ShellWord[] {
  const gems: ShellWord[] = [];
  for (let index = 0; index < words.length && words[index]?.text !== '--'; index += 1) {
    const word = words[index];
    if (word?.text.startsWith('-') === true) {
      index += 1;
      // Why: a flag right before -- has no value, and what is behind -- is for the compiler.
      if (words[index]?.text === '--') {
        break;
      }
    } else if (word !== undefined && word.text !== 'install' && word.text !== 'i') {
      gems.push(word);
    }
  }
  return gems;
}
