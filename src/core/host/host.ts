import type { ByteSource } from '../base/byteSource.js';

/**
 * The outside world, as one argument. Everything in core that touches files, processes, time or the environment
 * takes a Host (or the part of it that it needs); `createNodeHost` is the real one, tests pass their own.
 */
export interface Host {
  readonly files: Files;
  readonly processes: Processes;
  readonly workers: Workers;
  readonly clock: Clock;
  readonly system: System;
  readonly log: Log;
}

/** What is fixed for the life of the process. */
export interface System {
  readonly os: 'linux' | 'darwin' | 'win32';
  /** The machine's architecture in Docker's words: `amd64`, `arm64`, … */
  readonly architecture: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Directory for temporary files; each use makes its own directory below it. */
  readonly temporaryDirectory: string;
  readonly currentDirectory: string;
  /** Absolute path of the folder with what ships beside the program: WebAssembly modules and worker scripts. */
  readonly assetDirectory: string;
  /** The number of this process; temporary names carry it, so that what a killed run left can be told apart. */
  readonly processId: number;
  /** Whether a process with this number exists now, whoever owns it. */
  isProcessAlive(processId: number): boolean;
}

/** What a path names. Sizes in bytes, times in milliseconds since 1970. */
export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** One name in a directory. */
export interface DirectoryEntry {
  readonly name: string;
  readonly kind: FileStatus['kind'];
}

/** A file open for reading at any offset; whoever opens it closes it. */
export interface OpenFile extends ByteSource {
  close(): Promise<void>;
}

/** A file being written; after `close` it survives the end of the process, though not a power cut at once. */
export interface FileWriter {
  /** Appends bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Replaces bytes that were written before; where the next `write` goes does not change. */
  writeAt(offset: number, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Files by absolute path in the system's own form. Failures are `HostError`s: `file-not-found`, `file-exists`,
 * `file-denied`, `disk-full`, `file-failed`.
 */
export interface Files {
  readText(path: string): Promise<string>;
  readBytes(path: string): Promise<Uint8Array>;
  writeText(path: string, text: string): Promise<void>;
  /** Follows symlinks; undefined when nothing is there. */
  status(path: string): Promise<FileStatus | undefined>;
  /** Does not follow the last symlink; undefined when nothing is there. */
  linkStatus(path: string): Promise<FileStatus | undefined>;
  /** Where a symlink leads, as it is written there; undefined when the path is no symlink. */
  readLink(path: string): Promise<string | undefined>;
  list(path: string): Promise<readonly DirectoryEntry[]>;
  open(path: string): Promise<OpenFile>;
  /** Creates the file; `file-exists` when there is one. */
  create(path: string): Promise<FileWriter>;
  makeDirectory(path: string): Promise<void>;
  /**
   * A new empty directory whose name starts with `prefix` (an absolute path), for what is needed for a while: should
   * the process be ended before it is removed, it goes too, unless something from elsewhere was moved into it.
   */
  makeUniqueDirectory(prefix: string): Promise<string>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a whole directory; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
  /** The path with every symlink resolved. */
  realPath(path: string): Promise<string>;
  /** Bytes that can still be written to the file system of an existing path. */
  freeBytes(path: string): Promise<number>;
}

/** A program to run: never a shell line. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly workingDirectory?: string;
  /** Added to the host's environment; undefined removes a variable. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** How a program ended. `exitCode` is undefined when a signal ended it. */
export interface Exit {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

/** A program that ran to its end, with what it wrote. */
export interface Completed extends Exit {
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that is running; its output must be read to the end. */
export interface RunningProcess {
  /** Lines without their ends, as they come, of both streams in the order they arrive. */
  readonly lines: AsyncIterable<{ readonly stream: 'stdout' | 'stderr'; readonly text: string }>;
  /** Settles after the program and everything it started have ended. Never rejects for a non-zero exit. */
  readonly exit: Promise<Exit>;
}

/**
 * Programs. Aborting the signal ends the whole process tree (politely, then by force) before the promise settles
 * with the signal's reason. Failures are `HostError`s: `program-not-found`, `program-denied`, `program-failed`
 * (it could not be started, or wrote more than was allowed) and `program-timeout`.
 */
export interface Processes {
  /** Runs to the end and collects the output, at most `maxOutputBytes` (default 16 MiB) of each stream. */
  run(command: Command, options?: RunOptions): Promise<Completed>;
  start(command: Command, options?: StartOptions): RunningProcess;
}

/** How `Processes.start` is bounded. */
export interface StartOptions {
  readonly signal?: AbortSignal;
  /** A line longer than this many characters is cut and says so; default 1 Mi. */
  readonly maxLineLength?: number;
}

/** How `Processes.run` is bounded. */
export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly maxOutputBytes?: number;
  readonly input?: string;
}

/** Threads that run a script of the asset directory. */
export interface Workers {
  /** How many threads can do work at once on this machine. */
  readonly parallelism: number;
  /**
   * Starts the script with that name, with a copy of `data` to begin with; none may go on after the process ends.
   * What goes wrong, then or later, reaches `onFailure` as a `HostError` with `worker-failed`.
   */
  start(script: string, data: unknown, listener: WorkerListener): RunningWorker;
}

/** Who hears of a worker. */
export interface WorkerListener {
  onMessage(message: unknown): void;
  /** Called once at most; no message comes after it. Not called when the worker is stopped. */
  onFailure(error: Error): void;
}

/** A thread that is running. */
export interface RunningWorker {
  /** Sends a copy of a message; the buffers move over and are gone here. */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Ends the thread, whatever it is doing. */
  stop(): Promise<void>;
}

/** Time. */
export interface Clock {
  nowMs(): number;
}

/** A place for what only developers and bug reports need; never secrets. */
export interface Log {
  debug(message: string): void;
  warn(message: string): void;
}
