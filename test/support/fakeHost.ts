import type {
  Command,
  Completed,
  Files,
  Host,
  Processes,
  RunningProcess,
  System,
} from '../../src/core/host/host.js';
import { createTestHost } from './testHost.js';

/** What a fake program does: its output and exit code, or the error of starting it. */
export interface FakeRun {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
  /** Thrown instead: the program could not be started. */
  readonly error?: Error;
  /** Done before the program ends, for example writing its output file. */
  readonly effect?: (signal: AbortSignal | undefined) => Promise<void>;
}

/** What a fake host replaces; files, clock and system are otherwise real. */
export interface FakeHostOptions {
  readonly programs?: (command: Command) => FakeRun;
  readonly files?: (real: Files) => Partial<Files>;
  readonly system?: Partial<System>;
  readonly nowMs?: () => number;
}

/** A host whose programs are functions; it remembers the commands it was given. */
export interface FakeHost extends Host {
  readonly commands: readonly Command[];
}

/** Makes a host to reach what real programs and disks will not do when they are asked to. */
export function createFakeHost(options: FakeHostOptions = {}): FakeHost {
  const real = createTestHost();
  const commands: Command[] = [];
  const programs = options.programs ?? (() => ({ exitCode: 127 }));
  const processes = createFakeProcesses((command) => {
    commands.push(command);
    return programs(command);
  });
  return {
    ...real,
    files: { ...real.files, ...options.files?.(real.files) },
    clock: { nowMs: options.nowMs ?? (() => 0) },
    system: { ...real.system, ...options.system },
    processes,
    commands,
  };
}

function createFakeProcesses(programs: (command: Command) => FakeRun): Processes {
  return {
    run: async (command, options = {}) => complete(programs(command), options.signal),
    start: (command, options = {}) => running(complete(programs(command), options.signal)),
  };
}

async function complete(run: FakeRun, signal: AbortSignal | undefined): Promise<Completed> {
  signal?.throwIfAborted();
  await run.effect?.(signal);
  signal?.throwIfAborted();
  if (run.error !== undefined) {
    throw run.error;
  }
  return {
    exitCode: run.exitCode ?? 0,
    signal: undefined,
    stdout: run.stdout ?? '',
    stderr: run.stderr ?? '',
  };
}

function running(completed: Promise<Completed>): RunningProcess {
  completed.catch(() => undefined);
  return { lines: linesOf(completed), exit: completed };
}

async function* linesOf(completed: Promise<Completed>): RunningProcess['lines'] {
  const { stdout, stderr } = await completed.catch(() => ({ stdout: '', stderr: '' }));
  for (const stream of ['stdout', 'stderr'] as const) {
    const text = stream === 'stdout' ? stdout : stderr;
    for (const line of text.split('\n').filter((part) => part !== '')) {
      yield { stream, text: line };
    }
  }
}
