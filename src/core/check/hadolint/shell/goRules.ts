import { commandsNamed, hasWord, operandsOf } from '../../../shell/commandArguments.js';
import type { ShellScript, ShellWord } from '../../../shell/shellScript.js';
import { runRule } from './runRule.js';

/** Packages of Go without a version. https://go.dev/ref/mod#versions */
export const dl3062 = runRule({
  name: 'DL3062',
  title: 'go installs, gets or runs a package without a version',
  severity: 'warning',
  preset: 'strict',
  message: 'Pin versions in go. Instead of `go install <package>` use `go install <package>@<version>`',
  programs: ['go'],
  find: (script) => packagesOf(script).find(({ text }) => !isPinned(text)),
});

/** What `go run` runs where there is one; else what `go install` and `go get` name. */
function packagesOf(script: ShellScript): readonly ShellWord[] {
  const commands = commandsNamed(script, 'go');
  const run = commands
    .filter((command) => hasWord(command, 'run'))
    .flatMap((command) => operandsOf(command).slice(0, 2))
    .filter(({ text }) => text !== 'run');
  return run.length > 0
    ? run
    : commands
        .filter((command) => hasWord(command, 'install', 'get'))
        .flatMap((command) => operandsOf(command))
        .filter(({ text }) => !['install', 'get', 'tool'].includes(text));
}

function isPinned(text: string): boolean {
  return /^[./]/.test(text) || (text.includes('@') && !/@(?:latest|none)$/.test(text));
}
