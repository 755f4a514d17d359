import type { ShellCommand, ShellScript, ShellWord } from './shellScript.js';

/** A flag of a command: `y` for `-y` and for one letter of `-qy`, `no-cache` for `--no-cache` and `--no-cache=1`. */
interface CommandFlag {
  readonly name: string;
  /** Index of the word it is written in. */
  readonly word: number;
}

const flagsByCommand = new WeakMap<ShellCommand, readonly CommandFlag[]>();
const commandsByScript = new WeakMap<ShellScript, ReadonlyMap<string, readonly ShellCommand[]>>();

/** The commands of a script with one of these names, in the order written where one name is asked for. */
export function commandsNamed(script: ShellScript, ...names: readonly string[]): readonly ShellCommand[] {
  if (script.commands.length === 0) {
    return script.commands;
  }
  const byName = commandsByName(script);
  const [only = ''] = names;
  return names.length === 1 ? (byName.get(only) ?? []) : names.flatMap((name) => byName.get(name) ?? []);
}

function commandsByName(script: ShellScript): ReadonlyMap<string, readonly ShellCommand[]> {
  const known = commandsByScript.get(script);
  if (known !== undefined) {
    return known;
  }
  const byName = new Map<string, ShellCommand[]>();
  for (const command of script.commands) {
    const namesakes = byName.get(command.name);
    if (namesakes === undefined) {
      byName.set(command.name, [command]);
    } else {
      namesakes.push(command);
    }
  }
  commandsByScript.set(script, byName);
  return byName;
}

/** Whether any word of a command is one of these texts, wherever it stands. */
export function hasWord({ words }: ShellCommand, ...texts: readonly string[]): boolean {
  return words.some(({ text }) => texts.includes(text));
}

/** Whether these texts are words of a command one behind the other. */
export function hasWordsInARow({ words }: ShellCommand, ...texts: readonly string[]): boolean {
  return words.some((_, start) => texts.every((text, index) => words[start + index]?.text === text));
}

/** Whether a command has any of these flags, named without their dashes. */
export function hasFlag(command: ShellCommand, ...names: readonly string[]): boolean {
  return flagsOf(command).some(({ name }) => names.includes(name));
}

/** How often a command has a flag; `-qq` has `q` twice. */
export function countFlag(command: ShellCommand, name: string): number {
  return flagsOf(command).filter((flag) => flag.name === name).length;
}

/** The words behind each occurrence of a flag: `1000` for `u` in `useradd -u 1000 me`. */
export function flagValues(command: ShellCommand, name: string): readonly ShellWord[] {
  return flagsOf(command).flatMap((flag) => (flag.name === name ? (command.words[flag.word + 1] ?? []) : []));
}

/**
 * The words of a command that are no flags, the subcommand among them. Of the flags in `valued` the next word is the
 * value and left out as well, unless the value is written behind an equals sign.
 */
export function operandsOf(command: ShellCommand, valued: readonly string[] = []): readonly ShellWord[] {
  const left = new Set<number>();
  for (const { name, word } of flagsOf(command)) {
    left.add(word);
    if (valued.includes(name) && command.words[word]?.text.includes('=') === false) {
      left.add(word + 1);
    }
  }
  return left.size === 0 ? command.words : command.words.filter((_, index) => !left.has(index));
}

/** The operands behind a subcommand, however often that is repeated: what is behind `install` are packages. */
export function operandsBehind(operands: readonly ShellWord[], subcommand: string): readonly ShellWord[] {
  const first = operands.findIndex(({ text }) => text === subcommand);
  const rest = first === -1 ? [] : operands.slice(first);
  const next = rest.findIndex(({ text }) => text !== subcommand);
  return next === -1 ? [] : rest.slice(next);
}

function flagsOf(command: ShellCommand): readonly CommandFlag[] {
  let flags = flagsByCommand.get(command);
  if (flags === undefined) {
    flags = command.words.flatMap(({ text }, word) => flagsIn(text, word));
    flagsByCommand.set(command, flags);
  }
  return flags;
}

function flagsIn(text: string, word: number): readonly CommandFlag[] {
  if (!text.startsWith('-') || text === '-' || text === '--') {
    return [];
  }
  if (text.startsWith('--')) {
    return [{ name: text.slice(2).split('=', 1)[0] ?? '', word }];
  }
  return Array.from(text.slice(1), (name) => ({ name, word }));
}
