/** Beginnings of the names of programs that read something else than the language of `sh`. */
const foreignNames = [
  ...['pwsh', 'powershell', 'cmd', 'fish', 'csh', 'tcsh', 'nu'],
  ...['python', 'perl', 'ruby', 'node', 'php', 'lua', 'awk', 'deno', 'bun'],
];

/** The last part of a path, of Windows too, in lower case and without `.exe`. */
export function programName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name.toLowerCase().replace(/\.exe$/, '');
}

/** Whether the program of a command line, such as SHELL's, reads what is written as a POSIX shell does. */
export function isPosixShell(commandLine: string): boolean {
  const [program = ''] = commandLine.trim().split(/\s/, 1);
  const name = programName(program);
  return !foreignNames.some((foreign) => name.startsWith(foreign));
}
