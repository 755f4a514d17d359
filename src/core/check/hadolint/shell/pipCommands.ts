import { hasWord, hasWordsInARow } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellScript } from '../../../shell/shellScript.js';

/** The commands that install with pip: `pip3 install`, `python -m pip install`; pipx counts, pipenv does not. */
export function pipInstalls(script: ShellScript): readonly ShellCommand[] {
  return script.commands.filter(isPipInstall);
}

/** Whether a program of this name may install with pip. */
export function isPipName(name: string): boolean {
  return name.startsWith('pip') || name.startsWith('python');
}

/** Whether a command is one of the programs that keep pip for themselves: pipx, pipenv, also as `python -m pipx`. */
export function isPipWrapper(command: ShellCommand): boolean {
  const { name } = command;
  return ['pipx', 'pipenv'].some(
    (wrapper) =>
      name.includes(wrapper) || (name.startsWith('python') && hasWordsInARow(command, '-m', wrapper)),
  );
}

function isPipInstall(command: ShellCommand): boolean {
  const { name } = command;
  return (
    (name.startsWith('pip') && !name.startsWith('pipenv') && hasWord(command, 'install')) ||
    (name.startsWith('python') && hasWordsInARow(command, '-m', 'pip', 'install'))
  );
}
