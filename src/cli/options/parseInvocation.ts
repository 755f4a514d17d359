import { parseArgs } from 'node:util';

import { commandTable, findCommand } from './commandTable.js';
import type { CommandDefinition } from './commandTable.js';
import { Options } from './invocation.js';
import type { Invocation } from './invocation.js';
import { findOption, isOptionName, optionTable } from './optionTable.js';
import type { OptionDefinition, OptionName } from './optionTable.js';
import { formatSuggestion } from './suggestion.js';
import { UsageError } from './usageError.js';

/** Reads the arguments of the program (without node and script); a `UsageError` says what cannot be meant. */
export function parseInvocation(args: readonly string[]): Invocation {
  const { options, operands } = readTokens(args);
  const [first, ...rest] = operands;
  if (options.has('version')) {
    return { kind: 'version' };
  }
  if (first === undefined || first === 'help') {
    return toHelp(first, rest[0], options);
  }
  const command = toCommand(first);
  if (options.has('help')) {
    return { kind: 'help', command: command.name };
  }
  checkOptions(command, options);
  checkFormat(command, options);
  checkOperands(command, rest);
  return { kind: 'run', command: command.name, operands: rest, options };
}

function toHelp(first: string | undefined, topic: string | undefined, options: Options): Invocation {
  if (topic !== undefined) {
    return { kind: 'help', command: toCommand(topic).name };
  }
  if (first === 'help' || options.has('help')) {
    return { kind: 'help' };
  }
  const names = commandTable.map((command) => command.name).join(', ');
  throw new UsageError(`No command given; it is one of ${names}. "oci-recipe --help" tells more.`);
}

function toCommand(name: string): CommandDefinition {
  const command = findCommand(name);
  if (command === undefined) {
    const names = commandTable.map((known) => known.name);
    throw new UsageError(`There is no command "${name}"${formatSuggestion(name, names)}`);
  }
  return command;
}

interface Tokens {
  readonly options: Options;
  readonly operands: readonly string[];
}

// Why: not parseArgs' own strict mode, whose messages neither suggest an option nor know our choices.
function readTokens(args: readonly string[]): Tokens {
  // Why before all: whether an option has a value may depend on the command.
  const command = args.find((argument) => findCommand(argument) !== undefined);
  const { tokens } = parseArgs({
    args: [...args],
    options: parseArgsOptions(command),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values = new Map<OptionName, readonly string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      operands.push(token.value);
    } else if (token.kind === 'option') {
      const name = toOptionName(token.name, token.rawName);
      values.set(name, [...(values.get(name) ?? []), toValue(name, token, command)]);
    }
  }
  return { options: new Options(values), operands };
}

function parseArgsOptions(command: string | undefined) {
  const names = Object.keys(optionTable).filter(isOptionName);
  const entries = names.map((name) => {
    const { type, short } = findOption(name, command);
    const isFlag = type === 'flag';
    return [name, { type: isFlag ? 'boolean' : 'string', ...(short !== undefined && { short }) }];
  });
  return Object.fromEntries(entries) as Record<string, { type: 'boolean' | 'string'; short?: string }>;
}

function toOptionName(name: string, rawName: string): OptionName {
  if (!isOptionName(name)) {
    const known = Object.keys(optionTable);
    throw new UsageError(`There is no option ${rawName}${formatSuggestion(name, known, '--')}`);
  }
  return name;
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function toValue(name: OptionName, token: OptionToken, command: string | undefined): string {
  const option = findOption(name, command);
  if (option.type === 'flag') {
    if (token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value, but was given "${token.value}".`);
    }
    return '';
  }
  const { value } = token;
  if (value === undefined || (token.inlineValue !== true && value.startsWith('-') && value !== '-')) {
    throw new UsageError(
      `${token.rawName} needs a value: ${token.rawName} ${option.value ?? 'VALUE'}` +
        (value === undefined ? '.' : ` (write --${name}=${value} if "${value}" is meant).`),
    );
  }
  checkChoice(option, token.rawName, value);
  return value;
}

function checkChoice(option: OptionDefinition, rawName: string, value: string): void {
  if (option.choices !== undefined && !option.choices.includes(value)) {
    const choices = option.choices.join(', ');
    throw new UsageError(
      `${rawName} takes ${option.choices.length === 1 ? 'only' : 'one of'} ${choices}, not "${value}"${formatSuggestion(value, option.choices)}`,
    );
  }
}

function checkOptions(command: CommandDefinition, options: Options): void {
  const misplaced = Object.keys(optionTable)
    .filter(isOptionName)
    .find((name) => options.has(name) && !command.options.includes(name));
  if (misplaced !== undefined) {
    const places = commandTable.filter((other) => other.options.includes(misplaced)).map(({ name }) => name);
    throw new UsageError(
      `"oci-recipe ${command.name}" has no option --${misplaced}; it belongs to ${places.join(', ')}.`,
    );
  }
}

function checkFormat({ name, formats = ['text', 'json'] }: CommandDefinition, options: Options): void {
  const format = options.text('format');
  if (format !== undefined && !formats.includes(format)) {
    throw new UsageError(`The report of "oci-recipe ${name}" is ${formats.join(' or ')}, not ${format}.`);
  }
}

function checkOperands(command: CommandDefinition, operands: readonly string[]): void {
  const { least, most } = command.operandCount;
  const usage = `oci-recipe ${command.name} ${command.operands}`;
  if (operands.length < least) {
    throw new UsageError(`${command.operands} is missing: ${usage}`);
  }
  if (operands.length > most) {
    throw new UsageError(`"${operands[most] ?? ''}" is one argument too many: ${usage}`);
  }
}
