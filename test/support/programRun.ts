import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** How a run of the program ended, and what it wrote. */
export interface ProgramRun {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how the program runs. */
export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called with all of stderr so far, whenever more comes. */
  readonly onStderr?: (text: string, child: ChildProcess) => void;
}

/** Runs a Node program to its end, its streams being pipes. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env = {}, onStderr }: ProgramOptions,
): Promise<ProgramRun> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, CI: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(stderr, child);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal, stdout, stderr });
    });
  });
}
