import { commandTable, findCommand } from './commandTable.js';
import type { CommandDefinition, CommandName } from './commandTable.js';
import { findOption } from './optionTable.js';
import type { OptionDefinition, OptionName } from './optionTable.js';

/** The help of the program, or of one command; at most 110 columns wide. */
export function formatHelp(command?: CommandName): string {
  const definition = command === undefined ? undefined : findCommand(command);
  return definition === undefined ? formatProgramHelp() : formatCommandHelp(definition);
}

function formatProgramHelp(): string {
  const rows = commandTable.map(
    (command) => [`${command.name} ${command.operands}`, command.summary] as const,
  );
  return [
    'Check OCI recipes, build them for several platforms, and make the artifacts Launchpad makes.\n',
    'A recipe is one image of a folder: a target of oci-recipe.yaml or of a docker-bake file, or simply a\n' +
      'Dockerfile. Launchpad builds it from a git branch named like v1.0-24.04; this program does the same here.\n',
    'Usage: oci-recipe COMMAND [OPTIONS]\n',
    `Commands:\n${formatRows(rows)}`,
    `Options:\n${formatOptions(['help', 'version'])}`,
    `Examples:\n${formatRows([
      ['oci-recipe check', 'what would a build or Launchpad object to?'],
      ['oci-recipe build --platform amd64,arm64', 'build, convert, verify, report'],
      ['oci-recipe convert image.tar --output out', 'artifacts from an archive of docker save'],
      ['oci-recipe verify out', 'is all of it true?'],
    ])}`,
    'Exit codes:\n' +
      formatRows([
        ['0', 'good'],
        ['1', 'findings of severity error (check), build failed, verification failed, images differ (diff)'],
        ['2', 'wrong use, or input that cannot be read'],
        ['130', 'cancelled (Ctrl+C once ends the build politely, twice by force)'],
      ]),
    'The report goes to stdout, progress and messages to stderr. NO_COLOR turns colour off.\n' +
      '"oci-recipe COMMAND --help" tells more about a command.\n',
  ].join('\n');
}

function formatCommandHelp(command: CommandDefinition): string {
  return [
    `${command.summary}.\n`,
    `Usage: oci-recipe ${command.name} ${command.operands} [OPTIONS]\n`,
    `${command.description}\n`,
    `Options:\n${formatOptions(command.options, command.name)}`,
    `Examples:\n${formatRows(command.examples.map(({ line, meaning }) => [line, meaning] as const))}`,
  ].join('\n');
}

function formatOptions(names: readonly OptionName[], command?: CommandName): string {
  return formatRows(
    names.map((name) => {
      const option = findOption(name, command);
      return [formatOption(name, option), option.help] as const;
    }),
  );
}

function formatOption(name: OptionName, option: OptionDefinition): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  return `${short}--${name}${option.value === undefined ? '' : ` ${option.value}`}`;
}

function formatRows(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
}
