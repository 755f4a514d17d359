import * as os from 'node:os';

import type { Host, Log, System } from './host.js';
import { createNodeFiles } from './nodeFiles.js';
import { createNodeProcesses } from './nodeProcesses.js';
import { createNodeWorkers } from './nodeWorkers.js';

const silentLog: Log = { debug: () => undefined, warn: () => undefined };

/** What a program says of itself when it makes its host. */
export interface NodeHostOptions {
  /** Receives what only developers need; default: nothing does. */
  readonly log?: Log;
  /** See `System.assetDirectory`; without it whatever needs an asset fails with `file-not-found`. */
  readonly assetDirectory?: string;
}

/** The real world of a Node process. */
export function createNodeHost(options: NodeHostOptions = {}): Host {
  const system = nodeSystem(options.assetDirectory ?? '');
  return {
    files: createNodeFiles(),
    processes: createNodeProcesses(system),
    workers: createNodeWorkers(system.assetDirectory),
    clock: { nowMs: () => Date.now() },
    system,
    log: options.log ?? silentLog,
  };
}

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

function nodeSystem(assetDirectory: string): System {
  return {
    os: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
    architecture: architectures[process.arch] ?? process.arch,
    environment: process.env,
    temporaryDirectory: os.tmpdir(),
    currentDirectory: process.cwd(),
    assetDirectory,
    processId: process.pid,
    isProcessAlive,
  };
}

function isProcessAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // Why: EPERM means that it exists and is not ours.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
