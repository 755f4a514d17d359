import type { Command, Completed, Host } from '../host/host.js';

/** What reading a repository needs of the world. */
export type GitHost = Pick<Host, 'processes' | 'system'>;

/** How one git command is bounded. */
export interface GitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly input?: string;
  readonly maxOutputBytes?: number;
}

/**
 * Settings that a repository cannot override: nothing that its configuration names is run, nothing is fetched, no
 * repository hidden in a work tree is believed, no index is refreshed on disk.
 */
const hardening: readonly string[] = [
  '--no-optional-locks',
  '--no-pager',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.untrackedCache=false'].flatMap(setting),
  ...['safe.bareRepository=explicit', 'protocol.allow=never', 'log.showSignature=false'].flatMap(setting),
];

const environment: Readonly<Record<string, string>> = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  LC_ALL: 'C',
  LANGUAGE: 'C',
};

/** The variables that choose which configuration and program git uses at all; the rest of `GIT_*` is removed. */
const keptVariables: ReadonlySet<string> = new Set([
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CEILING_DIRECTORIES',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'GIT_EXEC_PATH',
]);

/** Runs git in a directory with nothing but reading allowed; never throws for a non-zero exit. */
export function runGit(
  host: GitHost,
  directory: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Completed> {
  const { signal, input, maxOutputBytes } = options;
  return host.processes.run(gitCommand(host, directory, args), {
    ...(signal !== undefined && { signal }),
    ...(input !== undefined && { input }),
    ...(maxOutputBytes !== undefined && { maxOutputBytes }),
  });
}

/** The items of a `-z` output. */
export function splitNul(text: string): readonly string[] {
  return text.split('\0').filter((item) => item !== '');
}

function gitCommand(host: GitHost, directory: string, args: readonly string[]): Command {
  const inherited = Object.keys(host.system.environment).filter(
    (name) => name.toUpperCase().startsWith('GIT_') && !keptVariables.has(name.toUpperCase()),
  );
  return {
    program: 'git',
    args: ['-C', directory, ...hardening, ...args],
    environment: { ...Object.fromEntries(inherited.map((name) => [name, undefined])), ...environment },
  };
}

function setting(value: string): readonly string[] {
  return ['-c', value];
}
