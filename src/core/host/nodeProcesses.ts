import { setTimeout as delay } from 'node:timers/promises';
import type { ResultPromise } from 'execa';
import { messageOf } from '../base/errors.js';
import { guardTree, releaseTree } from './exitGuard.js';
import type {
  Command,
  Completed,
  Exit,
  Processes,
  RunningProcess,
  RunOptions,
  StartOptions,
  System,
} from './host.js';
import { HostError } from './hostError.js';
import { LineChannel } from './lineChannel.js';
import { LineSplitter } from './lineSplitter.js';
import { loadExeca } from './loadExeca.js';
import type { EndPatience, ProcessTree } from './processTree.js';
import { createProcessTree, defaultPatience } from './processTree.js';
import { findProgram } from './programPath.js';

const defaultMaxOutputBytes = 16 * 1024 * 1024;

/** What a program left running gets to end by itself, and then to end when told. */
const stragglerMs = 1000;
const stragglerPatience: EndPatience = { terminateAfterMs: 0, killAfterMs: 3000, giveUpAfterMs: 8000 };

/** What starting programs needs to know of the system. */
type ProcessSystem = Pick<System, 'os' | 'environment' | 'currentDirectory'>;

type Subprocess = ResultPromise<{ buffer: false; reject: false; stdin: 'pipe' }>;

/** A program that has been started and leads its tree. */
interface Started {
  readonly subprocess: Subprocess;
  readonly tree: ProcessTree;
  /** Settles when program, tree and output have ended. */
  readonly ended: Promise<Exit>;
}

/** Real programs, without a shell. `patience` is how long an aborted tree gets to end by itself. */
export function createNodeProcesses(
  system: ProcessSystem,
  patience: EndPatience = defaultPatience,
): Processes {
  return {
    run: (command, options = {}) => runToEnd(command, options, system, patience),
    start: (command, options = {}) => startProcess(command, options, system, patience),
  };
}

async function runToEnd(
  command: Command,
  options: RunOptions,
  system: ProcessSystem,
  patience: EndPatience,
): Promise<Completed> {
  const overflow = new AbortController();
  const timeout = createTimeout(command, options.timeoutMs);
  const signals = [overflow.signal, timeout.signal, ...(options.signal ? [options.signal] : [])];
  const stdout = new Collector(options.maxOutputBytes);
  const stderr = new Collector(options.maxOutputBytes);
  const take = (collector: Collector) => (chunk: Uint8Array) => {
    if (!collector.add(chunk)) {
      overflow.abort(tooMuchOutput(command, collector.maxBytes));
    }
  };
  try {
    options.signal?.throwIfAborted();
    const started = await launch(command, system, options.input);
    started.subprocess.stdout.on('data', take(stdout));
    started.subprocess.stderr.on('data', take(stderr));
    const exit = await endOrAbort(started, AbortSignal.any(signals), patience);
    return { ...exit, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    timeout.clear();
  }
}

function startProcess(
  command: Command,
  options: StartOptions,
  system: ProcessSystem,
  patience: EndPatience,
): RunningProcess {
  let subprocess: Subprocess | undefined;
  const lines = new LineChannel({
    pause: () => subprocess && [subprocess.stdout.pause(), subprocess.stderr.pause()],
    resume: () => subprocess && [subprocess.stdout.resume(), subprocess.stderr.resume()],
  });
  const begin = async (): Promise<Exit> => {
    options.signal?.throwIfAborted();
    const started = await launch(command, system);
    subprocess = started.subprocess;
    forwardLines(subprocess, lines, options.maxLineLength);
    return endOrAbort(started, options.signal, patience);
  };
  const exit = begin();
  exit.then(
    () => {
      lines.close();
    },
    (error: unknown) => {
      if (error instanceof HostError) {
        lines.fail(error);
      } else {
        lines.close();
      }
    },
  );
  return { lines, exit };
}

async function launch(command: Command, system: ProcessSystem, input?: string): Promise<Started> {
  const environment = mergeEnvironment(system, command.environment ?? {});
  const file = await findProgram(command.program, system.os, environment);
  const execa = await loadExeca();
  const subprocess = execa(file, command.args, {
    cwd: command.workingDirectory ?? system.currentDirectory,
    env: environment,
    extendEnv: false,
    stdin: input === undefined ? 'ignore' : 'pipe',
    buffer: false,
    reject: false,
    encoding: 'buffer',
    // Why: its own group, so that one signal reaches all of it and the terminal's Ctrl-C only us.
    detached: system.os !== 'win32',
    cleanup: system.os === 'win32',
    windowsHide: true,
  }) as unknown as Subprocess;
  if (subprocess.pid === undefined) {
    throw startFailure(command, await subprocess);
  }
  if (input !== undefined) {
    sendInput(subprocess, input);
  }
  const tree = createProcessTree(subprocess.pid, system.os);
  guardTree(tree);
  return { subprocess, tree, ended: waitForEnd(subprocess, tree) };
}

async function waitForEnd(subprocess: Subprocess, tree: ProcessTree): Promise<Exit> {
  const ended = await new Promise<Exit>((resolve) => {
    subprocess.once('exit', (code, signal) => {
      resolve({ exitCode: code ?? undefined, signal: signal ?? undefined });
    });
  });
  await endStragglers(tree);
  await subprocess;
  releaseTree(tree);
  return ended;
}

/** What a program leaves behind in its own group is ended shortly after it; daemons of their own are let alone. */
async function endStragglers(tree: ProcessTree): Promise<void> {
  const deadlineMs = performance.now() + stragglerMs;
  while (await tree.isAlive()) {
    if (performance.now() >= deadlineMs) {
      await tree.end(stragglerPatience);
      return;
    }
    await delay(50);
  }
}

async function endOrAbort(
  started: Started,
  signal: AbortSignal | undefined,
  patience: EndPatience,
): Promise<Exit> {
  if (signal === undefined) {
    return started.ended;
  }
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<'aborted'>((resolve) => {
    onAbort = () => {
      resolve('aborted');
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    const outcome = signal.aborted ? 'aborted' : await Promise.race([started.ended, aborted]);
    if (outcome !== 'aborted') {
      return outcome;
    }
    await endNow(started, patience);
    throw signal.reason;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Ends the tree; output that nobody reads any more must not keep it waiting. */
async function endNow({ subprocess, tree, ended }: Started, patience: EndPatience): Promise<void> {
  const gone = await tree.end(patience);
  subprocess.stdout.destroy();
  subprocess.stderr.destroy();
  if (gone) {
    await ended;
  } else {
    releaseTree(tree);
  }
}

function sendInput(subprocess: Subprocess, input: string): void {
  subprocess.stdin.on('error', () => undefined); // Why: a program may end without reading what it was given.
  subprocess.stdin.end(input);
}

function forwardLines(subprocess: Subprocess, lines: LineChannel, maxLineLength?: number): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const splitter = new LineSplitter(maxLineLength);
    const give = (texts: readonly string[]): void => {
      lines.push(texts.map((text) => ({ stream, text })));
    };
    subprocess[stream].on('data', (chunk: Uint8Array) => {
      give(splitter.push(chunk));
    });
    subprocess[stream].on('end', () => {
      give(splitter.finish());
    });
  }
}

function mergeEnvironment(
  system: ProcessSystem,
  added: NonNullable<Command['environment']>,
): Record<string, string> {
  const sameName = (name: string): string => (system.os === 'win32' ? name.toUpperCase() : name);
  const replaced = new Set(Object.keys(added).map(sameName));
  const kept = Object.entries(system.environment).filter(([name]) => !replaced.has(sameName(name)));
  const entries = [...kept, ...Object.entries(added)];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Output that is wanted whole, up to a bound. */
class Collector {
  readonly maxBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #sizeBytes = 0;

  constructor(maxBytes: number = defaultMaxOutputBytes) {
    this.maxBytes = maxBytes;
  }

  /** False when the bound is passed; the chunk is then not kept. */
  add(chunk: Uint8Array): boolean {
    this.#sizeBytes += chunk.byteLength;
    if (this.#sizeBytes > this.maxBytes) {
      return false;
    }
    this.#chunks.push(chunk);
    return true;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

interface Timeout {
  readonly signal: AbortSignal;
  clear(): void;
}

function createTimeout(command: Command, timeoutMs: number | undefined): Timeout {
  const controller = new AbortController();
  if (timeoutMs === undefined) {
    return { signal: controller.signal, clear: () => undefined };
  }
  const timer = setTimeout(() => {
    const seconds = Math.round(timeoutMs / 100) / 10;
    const message = `"${describe(command)}" did not end within ${seconds} s and was stopped.`;
    controller.abort(new HostError('program-timeout', message));
  }, timeoutMs);
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
    },
  };
}

function startFailure(command: Command, failure: unknown): HostError {
  const cause = failure instanceof Error ? (failure.cause ?? failure) : failure;
  const where = command.workingDirectory === undefined ? '' : ` in ${command.workingDirectory}`;
  const message = `The program "${command.program}" could not be started${where}: ${messageOf(cause)}`;
  return new HostError('program-failed', message, { cause });
}

function tooMuchOutput(command: Command, maxBytes: number): HostError {
  const message = `"${describe(command)}" wrote more than ${maxBytes} bytes and was stopped.`;
  return new HostError('program-failed', message);
}

/** The program and its subcommand: enough to know it by, and never an argument that might be confidential. */
function describe(command: Command): string {
  const words = command.args.filter((arg) => /^[a-z][a-z-]*$/.test(arg)).slice(0, 2);
  return [command.program, ...words].join(' ');
}
