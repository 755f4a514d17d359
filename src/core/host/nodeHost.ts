import * as os from 'node:os';

import type { Host, Log, System } from './host.js';
import { createNodeFiles } from './nodeFiles.js';
import { createNodeProcesses } from './nodeProcesses.js';

const silentLog: Log = { debug: () => undefined, warn: () => undefined };

/** The real world of a Node process; `log` receives what only developers need (default: nothing). */
export function createNodeHost(options: { readonly log?: Log } = {}): Host {
  const system = nodeSystem();
  return {
    files: createNodeFiles(),
    processes: createNodeProcesses(system),
    clock: { nowMs: () => Date.now() },
    system,
    log: options.log ?? silentLog,
  };
}

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

function nodeSystem(): System {
  return {
    os: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
    architecture: architectures[process.arch] ?? process.arch,
    environment: process.env,
    temporaryDirectory: os.tmpdir(),
    currentDirectory: process.cwd(),
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
