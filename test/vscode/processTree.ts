import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** The environment variable by which everything a workbench ever started can be found again. */
export const markerName = 'OCI_RECIPES_WORKBENCH';

/** A process that carries a marker. */
export interface MarkedProcess {
  readonly pid: number;
  /** Its argument vector, joined by spaces. */
  readonly commandLine: string;
}

/**
 * The running processes whose environment holds `OCI_RECIPES_WORKBENCH=marker`, wherever they hang in the tree:
 * a child that was orphaned or moved to a group of its own is still found. Reads `/proc`, so Linux only.
 */
export async function findMarked(marker: string): Promise<readonly MarkedProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => readMarked(pid, marker)));
  return found.filter((candidate) => candidate !== undefined);
}

/** Ends every marked process: politely first, then, after `graceMs`, by SIGKILL. Returns when all are gone. */
export async function endMarked(marker: string, graceMs = 5000): Promise<void> {
  await signalMarked(marker, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while ((await findMarked(marker)).length > 0) {
    if (Date.now() > deadline) {
      await signalMarked(marker, 'SIGKILL');
    }
    await delay(50);
  }
}

async function signalMarked(marker: string, signal: NodeJS.Signals): Promise<void> {
  for (const { pid } of await findMarked(marker)) {
    signalIfAlive(pid, signal);
  }
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) {
      throw error;
    }
  }
}

async function readMarked(pid: number, marker: string): Promise<MarkedProcess | undefined> {
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    if (!environment.split('\0').includes(`${markerName}=${marker}`)) {
      return undefined;
    }
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return { pid, commandLine: commandLine.split('\0').join(' ').trim() };
  } catch (error) {
    // Why: processes end between the listing and the reading, and those of other users are not ours.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].some((code) => hasCode(error, code))) {
      return undefined;
    }
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
