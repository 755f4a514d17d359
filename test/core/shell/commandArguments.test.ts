import { beforeAll, describe, expect, it } from 'vitest';

import {
  commandsNamed,
  countFlag,
  flagValues,
  hasFlag,
  hasWordsInARow,
  operandsBehind,
  operandsOf,
} from '../../../src/core/shell/commandArguments.js';
import { loadShellParser } from '../../../src/core/shell/loadShellParser.js';
import type { ShellCommand, ShellParser, ShellWord } from '../../../src/core/shell/shellScript.js';
import { createTestHost } from '../../support/testHost.js';

let shell: ShellParser;

beforeAll(async () => {
  shell = await loadShellParser(createTestHost());
});

function commandOf(text: string): ShellCommand {
  const [command] = shell.parse(text).commands;
  if (command === undefined) {
    throw new Error(`No command: ${text}`);
  }
  return command;
}

const textsOf = (words: readonly ShellWord[]): readonly string[] => words.map(({ text }) => text);

describe('flags are told from operands', () => {
  it.each<[string, readonly string[]]>([
    ['a -xy', ['x', 'y']],
    ['a --long', ['long']],
    ['a --long=value', ['long']],
    ['a "-q"', ['q']],
  ])('%s has %j', (text, flags) => {
    expect(flags.filter((flag) => hasFlag(commandOf(text), flag))).toEqual(flags);
  });

  it.each(['a - x', 'a -- x', 'a x', 'a x-y', 'a'])('%s has none', (text) => {
    const command = commandOf(text);
    expect(operandsOf(command)).toEqual(command.words);
  });

  it('a flag counts as often as it is given', () => {
    expect(countFlag(commandOf('a -qyq -q'), 'q')).toBe(3);
    expect(countFlag(commandOf('a x'), 'q')).toBe(0);
  });

  it.each<[string, readonly string[]]>([
    ['a -t x y', ['y']],
    ['a --target x y', ['y']],
    ['a --target=x y', ['y']],
    ['a -qt x y', ['y']],
    ['a y -t', ['y']],
    ['a -t -q y', ['y']],
    ['a -o x y', ['x', 'y']],
    ['a -- y', ['--', 'y']],
  ])('operands of %s are %j, values left out', (text, operands) => {
    expect(textsOf(operandsOf(commandOf(text), ['t', 'target']))).toEqual(operands);
  });

  it('values of a flag are the words behind it', () => {
    expect(textsOf(flagValues(commandOf('a -u 1 -u 2 b'), 'u'))).toEqual(['1', '2']);
    expect(textsOf(flagValues(commandOf('a b -u'), 'u'))).toEqual([]);
  });

  it('what is behind a subcommand is found, however often that is said', () => {
    const behind = (text: string): readonly string[] =>
      textsOf(operandsBehind(commandOf(text).words, 'install'));
    expect(behind('pip install install a install')).toEqual(['a', 'install']);
    expect(behind('pip a')).toEqual([]);
    expect(behind('pip a install')).toEqual([]);
  });
});

describe('commands are found', () => {
  it('by name, in the order written', () => {
    const script = shell.parse('a 1; b 2; a 3');
    expect(commandsNamed(script, 'a').map(({ words }) => textsOf(words))).toEqual([['1'], ['3']]);
    expect(commandsNamed(script, 'b', 'a')).toHaveLength(3);
    expect(commandsNamed(script, 'c')).toEqual([]);
  });

  it('by words in a row', () => {
    const command = commandOf('python -m pip install x');
    expect(hasWordsInARow(command, '-m', 'pip', 'install')).toBe(true);
    expect(hasWordsInARow(command, '-m', 'install')).toBe(false);
    expect(hasWordsInARow(command, 'install', 'x', 'y')).toBe(false);
  });
});
