import { commandsNamed, hasWord, operandsBehind, operandsOf } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellSpan } from '../../../shell/shellScript.js';
import { runRule } from './runRule.js';

/** Packages of npm without a version. https://docs.npmjs.com/cli/v11/commands/npm-install */
export const dl3016 = runRule({
  name: 'DL3016',
  title: 'npm installs a package without a version',
  severity: 'warning',
  preset: 'strict',
  message: 'Pin versions in npm. Instead of `npm install <package>` use `npm install <package>@<version>`',
  programs: ['npm'],
  find: (script) => commandsNamed(script, 'npm').flatMap((command) => unpinnedPackage(command) ?? [])[0],
});

function unpinnedPackage(command: ShellCommand): ShellSpan | undefined {
  if (!hasWord(command, 'install')) {
    return undefined;
  }
  const operands = operandsOf(command, ['loglevel', 'registry']);
  return operands[0]?.text === 'install'
    ? operandsBehind(operands, 'install').find(({ text }) => !isPinned(text))
    : undefined;
}

function isPinned(text: string): boolean {
  if (/^git(?:\+ssh|\+https?)?:\/\//.test(text)) {
    return text.includes('#');
  }
  return (
    /^(?:\.{0,2}|~)\//.test(text) || /\.(?:tar|tar\.gz|tgz)$/.test(text) || withoutScope(text).includes('@')
  );
}

/** `@scope/name@1` without its scope, the way hadolint takes it off. */
function withoutScope(text: string): string {
  if (!text.startsWith('@')) {
    return text;
  }
  const end = Array.from(text).findIndex((character) => character <= '/');
  return end === -1 ? '' : text.slice(end);
}
