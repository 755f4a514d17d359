import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';
import { commandsNamed, hasWord, operandsOf } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellScript, ShellSpan } from '../../../shell/shellScript.js';
import type { Report } from './flowRule.js';
import { flowRule } from './flowRule.js';
import { imageName, unquoted } from './imageName.js';
import type { FlowStep } from './instructionFlow.js';

/** The programs of a rule, and which of their subcommands install something else than packages. */
interface Packager {
  readonly names: readonly string[];
  readonly others: readonly string[];
}

/** Packages of yum without a version. */
export const dl3033 = flowRule({
  name: 'DL3033',
  title: 'yum installs a package without a version',
  severity: 'warning',
  preset: 'all',
  message: 'Specify version with `yum install -y <package>-<version>`.',
  find: (steps, report) => {
    findUnpinned(steps, report, { names: ['yum'], others: ['module'] });
  },
});

/** Packages of dnf without a version. */
export const dl3041 = flowRule({
  name: 'DL3041',
  title: 'dnf installs a package without a version',
  severity: 'warning',
  preset: 'all',
  message: 'Specify version with `dnf install -y <package>-<version>`.',
  find: (steps, report) => {
    findUnpinned(steps, report, { names: ['dnf', 'microdnf'], others: ['module', 'group'] });
  },
});

/** Goes through the stages with the variables that are known: the stage's own, its parent's, and every ARG so far. */
function findUnpinned(steps: readonly FlowStep[], report: Report, packager: Packager): void {
  const args = new Set<string>();
  const variablesByStage = new Map<string, ReadonlySet<string>>();
  let variables = new Set<string>();
  for (const step of steps) {
    const { instruction, script } = step;
    if (instruction.keyword === 'FROM') {
      const { name, alias } = imageName(instruction);
      variables = new Set(variablesByStage.get(name));
      if (alias !== undefined && !variablesByStage.has(alias)) {
        variablesByStage.set(alias, variables);
      }
    } else if (instruction.keyword === 'ENV') {
      addNames(instruction, variables);
    } else if (instruction.keyword === 'ARG') {
      addNames(instruction, args);
    } else if (instruction.keyword === 'RUN' && script !== undefined) {
      report(step, unpinnedPackage(script, packager, [variables, args]));
    }
  }
}

function addNames({ assignments = [] }: Instruction, variables: Set<string>): void {
  assignments.forEach(({ key }) => variables.add(unquoted(key)));
}

function unpinnedPackage(
  script: ShellScript,
  { names, others }: Packager,
  variables: readonly ReadonlySet<string>[],
): ShellSpan | undefined {
  const installs = commandsNamed(script, ...names).filter((command) => hasWord(command, 'install'));
  for (const install of installs) {
    const operands = operandsOf(install).filter(({ text }) => text !== 'install' && text !== 'module');
    const unpinned = operands.find(({ text }) => !isPinned(text, install, { others, variables }));
    if (unpinned !== undefined) {
      return unpinned;
    }
  }
  return undefined;
}

/** A module has its stream behind a colon; what is neither module nor package, a group, needs no version. */
function isPinned(
  text: string,
  install: ShellCommand,
  {
    others,
    variables,
  }: { readonly others: readonly string[]; readonly variables: readonly ReadonlySet<string>[] },
): boolean {
  if (hasWord(install, 'module')) {
    return text.includes(':');
  }
  return hasWord(install, ...others) || isVersioned(text, variables);
}

/** `name-1.2-3.el9`: parts behind dashes that look like a version, or a variable that the Dockerfile sets. */
function isVersioned(text: string, variables: readonly ReadonlySet<string>[]): boolean {
  const [, ...parts] = text.split('-');
  if (parts.length === 0 || text.endsWith('.rpm')) {
    return parts.length > 0;
  }
  if (text.includes('$')) {
    return variables.some((names) => [...names].some((name) => text.includes(`\${${name}}`)));
  }
  return parts.every((part) => /^[\dA-Za-z.~^_:+]*$/.test(part)) && parts.some((part) => /^\d/.test(part));
}
