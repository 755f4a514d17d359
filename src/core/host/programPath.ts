import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import type { System } from './host.js';
import { HostError } from './hostError.js';

/**
 * The absolute path of a program, looked up in the PATH of the environment it will get.
 *
 * Relative entries of PATH (and on Windows the working directory, which the system itself would search first) are
 * left out: a file of a workspace must never stand in for `docker` or `git`.
 * Throws `program-not-found`, or `program-denied` when a file of that name exists but may not be run.
 */
export async function findProgram(
  program: string,
  os: System['os'],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  let denied: string | undefined;
  for (const candidate of candidates(program, os, environment)) {
    const found = await judge(candidate);
    if (found === 'runnable') {
      return candidate;
    }
    denied ??= found === 'denied' ? candidate : undefined;
  }
  throw denied === undefined ? notFound(program) : notRunnable(denied);
}

/** The value of an environment variable; names have no case on Windows. */
function environmentValue(
  environment: Readonly<Record<string, string>>,
  name: string,
  os: System['os'],
): string | undefined {
  if (os !== 'win32') {
    return environment[name];
  }
  const key = Object.keys(environment).find((each) => each.toUpperCase() === name.toUpperCase());
  return key === undefined ? undefined : environment[key];
}

function candidates(
  program: string,
  os: System['os'],
  environment: Readonly<Record<string, string>>,
): readonly string[] {
  const form = os === 'win32' ? path.win32 : path.posix;
  const names = withExtensions(program, os, environment);
  if (form.isAbsolute(program)) {
    return names;
  }
  if (program === '' || form.basename(program) !== program) {
    return [];
  }
  const directories = (environmentValue(environment, 'PATH', os) ?? '')
    .split(form.delimiter)
    .filter((directory) => form.isAbsolute(directory));
  return directories.flatMap((directory) => names.map((name) => form.join(directory, name)));
}

function withExtensions(
  program: string,
  os: System['os'],
  environment: Readonly<Record<string, string>>,
): readonly string[] {
  if (os !== 'win32') {
    return [program];
  }
  const extensions = (environmentValue(environment, 'PATHEXT', os) ?? '.COM;.EXE;.BAT;.CMD').split(';');
  const hasOne = extensions.some((each) => each !== '' && program.toUpperCase().endsWith(each.toUpperCase()));
  return hasOne ? [program] : extensions.map((extension) => program + extension.toLowerCase());
}

async function judge(file: string): Promise<'runnable' | 'denied' | 'absent'> {
  try {
    if (!(await stat(file)).isFile()) {
      return 'absent';
    }
  } catch {
    return 'absent'; // Why: a PATH entry that cannot be read is skipped, as every shell does.
  }
  try {
    await access(file, constants.X_OK);
    return 'runnable';
  } catch {
    return 'denied';
  }
}

function notFound(program: string): HostError {
  return new HostError(
    'program-not-found',
    `The program "${program}" was not found in PATH. Install it, or add its folder to PATH and start again.`,
  );
}

function notRunnable(file: string): HostError {
  return new HostError(
    'program-denied',
    `${file} exists but may not be run. Make it executable (chmod +x), or ask who administers this machine.`,
  );
}
