import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { System } from './host.js';
import { loadExeca } from './loadExeca.js';
import type { ProcessEntry } from './processList.js';
import { listProcesses } from './processList.js';

/** How patiently a process tree is ended, counted from the first, polite request. */
export interface EndPatience {
  /** After this long it is told to terminate. */
  readonly terminateAfterMs: number;
  /** After this long it is killed. */
  readonly killAfterMs: number;
  /** After this long nothing more can be done (a process the kernel will not let go) and waiting ends. */
  readonly giveUpAfterMs: number;
}

/** A build client gets the time to call off its build on the engine before it is ended by force. */
export const defaultPatience: EndPatience = {
  terminateAfterMs: 5000,
  killAfterMs: 10_000,
  giveUpAfterMs: 15_000,
};

/** A program that runs together with everything it started. */
export interface ProcessTree {
  /** Whether anything of it still runs. */
  isAlive(): Promise<boolean>;
  /** Ends all of it, politely at first; true when nothing of it runs any more. */
  end(patience: EndPatience): Promise<boolean>;
  /** Asks all of it to terminate at once, without waiting: for when our own process is about to end. */
  abandon(): void;
}

/** The tree of a program just started; on Linux and macOS the program must lead a process group of its own. */
export function createProcessTree(
  pid: number,
  os: System['os'],
  windows: WindowsPrograms = realWindows,
): ProcessTree {
  return os === 'win32' ? new WindowsTree(pid, windows) : new PosixTree(pid, os);
}

/**
 * A session on Linux and macOS. Its members are the program's group and session, and every descendant of those:
 * a program may put what it starts into a group of its own.
 */
class PosixTree implements ProcessTree {
  readonly #leader: number;
  readonly #os: System['os'];
  #known = new Map<string, ProcessEntry>();

  constructor(leader: number, os: System['os']) {
    this.#leader = leader;
    this.#os = os;
  }

  async isAlive(): Promise<boolean> {
    if (this.#known.size === 0 && !sendSignal(-this.#leader, 0)) {
      return false;
    }
    const processes = await listProcesses(this.#os);
    return processes.length === 0 ? sendSignal(-this.#leader, 0) : this.#members(processes).length > 0;
  }

  async end(patience: EndPatience): Promise<boolean> {
    const steps = [
      { signal: 'SIGINT', untilMs: patience.terminateAfterMs },
      { signal: 'SIGTERM', untilMs: patience.killAfterMs },
      { signal: 'SIGKILL', untilMs: patience.giveUpAfterMs },
    ] as const;
    const startedMs = performance.now();
    for (const { signal, untilMs } of steps) {
      await this.#signalAll(signal);
      if (await this.#waitUntilGone(startedMs + untilMs)) {
        return true;
      }
    }
    return false;
  }

  abandon(): void {
    sendSignal(-this.#leader, 'SIGTERM');
  }

  async #signalAll(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const outside = this.#members(await listProcesses(this.#os)).filter(
      (entry) => entry.group !== this.#leader,
    );
    sendSignal(-this.#leader, signal);
    for (const { pid } of outside) {
      sendSignal(pid, signal);
    }
  }

  async #waitUntilGone(deadlineMs: number): Promise<boolean> {
    for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 2, 200)) {
      if (!(await this.isAlive())) {
        return true;
      }
      if (performance.now() >= deadlineMs) {
        return false;
      }
      await delay(pauseMs);
    }
  }

  /** The living members, remembered so that a member whose parent has ended is still known as one. */
  #members(processes: readonly ProcessEntry[]): readonly ProcessEntry[] {
    const members = new Map<number, ProcessEntry>();
    const children = childrenOf(processes);
    const open = processes.filter(
      (entry) =>
        entry.group === this.#leader || entry.session === this.#leader || this.#known.has(entry.identity),
    );
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      if (!members.has(entry.pid)) {
        members.set(entry.pid, entry);
        open.push(...(children.get(entry.pid) ?? []));
      }
    }
    const living = [...members.values()].filter((entry) => !entry.ended);
    this.#known = new Map(living.map((entry) => [entry.identity, entry]));
    return living;
  }
}

function childrenOf(processes: readonly ProcessEntry[]): ReadonlyMap<number, readonly ProcessEntry[]> {
  const children = new Map<number, ProcessEntry[]>();
  for (const entry of processes) {
    const siblings = children.get(entry.parent);
    if (siblings === undefined) {
      children.set(entry.parent, [entry]);
    } else {
      siblings.push(entry);
    }
  }
  return children;
}

/** What ending a tree on Windows needs of the system. */
export interface WindowsPrograms {
  /** Runs taskkill to its end; how it ended does not matter. */
  taskkill(args: readonly string[]): Promise<void>;
  /** Starts taskkill without waiting, so that it outlives our own process. */
  taskkillUnattended(args: readonly string[]): void;
  isAlive(pid: number): boolean;
}

/** Windows keeps no groups; `taskkill /T` follows the parents. */
class WindowsTree implements ProcessTree {
  readonly #pid: number;
  readonly #programs: WindowsPrograms;

  constructor(pid: number, programs: WindowsPrograms) {
    this.#pid = pid;
    this.#programs = programs;
  }

  isAlive(): Promise<boolean> {
    return Promise.resolve(this.#programs.isAlive(this.#pid));
  }

  async end(patience: EndPatience): Promise<boolean> {
    const startedMs = performance.now();
    await this.#programs.taskkill(['/PID', String(this.#pid), '/T']);
    if (await this.#waitUntilGone(startedMs + patience.terminateAfterMs)) {
      return true;
    }
    await this.#programs.taskkill(['/PID', String(this.#pid), '/T', '/F']);
    return this.#waitUntilGone(startedMs + patience.giveUpAfterMs);
  }

  abandon(): void {
    this.#programs.taskkillUnattended(['/PID', String(this.#pid), '/T', '/F']);
  }

  async #waitUntilGone(deadlineMs: number): Promise<boolean> {
    while (this.#programs.isAlive(this.#pid)) {
      if (performance.now() >= deadlineMs) {
        return false;
      }
      await delay(50);
    }
    return true;
  }
}

const realWindows: WindowsPrograms = {
  async taskkill(args) {
    // Why: it fails when the process is already gone or will not be asked; either is seen by looking afterwards.
    const execa = await loadExeca();
    await execa(taskkillPath(), args, { reject: false, stdio: 'ignore', windowsHide: true, timeout: 5000 });
  },
  taskkillUnattended(args) {
    spawn(taskkillPath(), args, { detached: true, stdio: 'ignore', windowsHide: true }).unref();
  },
  isAlive: (pid) => sendSignal(pid, 0),
};

function taskkillPath(): string {
  return `${process.env['SystemRoot'] ?? String.raw`C:\Windows`}\\System32\\taskkill.exe`;
}

function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    // Why: EPERM means that it lives but belongs to someone else (sudo); only ESRCH means gone.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
