import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ExtensionContext } from 'vscode';

import type { Host } from '../../src/core/host/host.js';
import { Uri } from '../support/fakeVscode.js';

/** An extension context with a storage folder of its own; `remove` takes the folder away. */
export interface TestContext {
  readonly context: ExtensionContext;
  readonly directory: string;
  readonly remove: () => Promise<void>;
}

/** Makes a context as the editor hands it to `activate`; its storage folder exists, and is empty. */
export async function createTestContext(): Promise<TestContext> {
  const directory = await mkdtemp(join(tmpdir(), 'extension-'));
  const storageUri = Uri.file(join(directory, 'storage'));
  const context = {
    subscriptions: [],
    extensionUri: Uri.file(directory),
    storageUri,
    globalStorageUri: storageUri,
  };
  return {
    context: context as unknown as ExtensionContext,
    directory,
    remove: () => rm(directory, { recursive: true }),
  };
}

/** A host that records every touch of the disk and every program, and allows none. */
export function createForbiddenHost(): { readonly host: Host; readonly touched: string[] } {
  const touched: string[] = [];
  const forbid = (what: string): object =>
    new Proxy(
      {},
      {
        get: (_target, name) => () => {
          touched.push(`${what}.${String(name)}`);
          throw new Error(`${what}.${String(name)} was used`);
        },
      },
    );
  const host = {
    files: forbid('files'),
    processes: forbid('processes'),
    clock: { nowMs: () => 0 },
    system: {
      os: 'linux',
      architecture: 'amd64',
      environment: {},
      temporaryDirectory: '/tmp',
      currentDirectory: '/',
    },
    log: { debug: () => undefined, warn: () => undefined },
  };
  return { host: host as unknown as Host, touched };
}
