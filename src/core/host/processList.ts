import { readdir, readFile } from 'node:fs/promises';
import type { System } from './host.js';
import { loadExeca } from './loadExeca.js';

/** One process of the machine. `identity` tells it from a later process that was given the same pid. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** 0 where the system does not tell. */
  readonly session: number;
  /** It has ended and only waits to be asked how. */
  readonly ended: boolean;
  readonly identity: string;
}

/** Every process of a Linux or macOS machine; empty when the system will not tell (then only groups are known). */
export async function listProcesses(os: System['os']): Promise<readonly ProcessEntry[]> {
  try {
    return os === 'linux' ? await listFromProc() : await listFromPs();
  } catch {
    return []; // Why: the caller still has the process group, which the kernel answers for.
  }
}

/** Reads one `/proc/PID/stat`: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function parseProcStat(text: string): ProcessEntry | undefined {
  // Why: the program's name stands in parentheses and may hold blanks and parentheses itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const pid = Number.parseInt(text, 10);
  const [state, parent, group, session] = fields;
  if (Number.isNaN(pid) || session === undefined) {
    return undefined;
  }
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    ended: state === 'Z' || state === 'X',
    identity: `${pid}@${fields[19] ?? ''}`,
  };
}

/** Reads a line of `ps -axo pid=,ppid=,pgid=,stat=,lstart=`. */
export function parsePsLine(line: string): ProcessEntry | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*\S)\s*$/.exec(line);
  if (match === null) {
    return undefined;
  }
  const [, pid = '', parent, group, state = '', started = ''] = match;
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    session: 0,
    ended: state.startsWith('Z'),
    identity: `${pid}@${started}`,
  };
}

async function listFromProc(): Promise<readonly ProcessEntry[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(pids.map((pid) => readStat(pid)));
  return entries.filter((entry) => entry !== undefined);
}

async function readStat(pid: string): Promise<ProcessEntry | undefined> {
  try {
    return parseProcStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined; // Why: it ended between the listing and the reading.
  }
}

async function listFromPs(): Promise<readonly ProcessEntry[]> {
  const execa = await loadExeca();
  const { stdout } = await execa('/bin/ps', ['-axo', 'pid=,ppid=,pgid=,stat=,lstart='], {
    env: { LC_ALL: 'C' },
    timeout: 5000,
    stdin: 'ignore',
  });
  return stdout
    .split('\n')
    .map((line) => parsePsLine(line))
    .filter((entry) => entry !== undefined);
}
