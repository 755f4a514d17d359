import * as path from 'node:path';

import type { Host } from '../host/host.js';

/** A new directory beside the output, a part of which becomes the output as a whole. */
export interface Staging {
  /** Absolute path of what is to become the output: an empty directory, or nothing yet where it is to be a file. */
  readonly result: string;
  /** Absolute path of a directory for what is needed meanwhile; empty at first. */
  readonly scratch: string;
  /** Puts the result in the place of the output; what stood there before is back should that fail. */
  publish(): Promise<void>;
  /** Removes everything that was not published. */
  discard(): Promise<void>;
}

/**
 * Creates a staging directory beside `output`. What killed runs left there is removed first: only names of our own
 * form, and only when the process that they carry the number of is gone.
 */
export async function createStaging(
  output: string,
  host: Host,
  kind: 'directory' | 'file' = 'directory',
): Promise<Staging> {
  const parent = path.dirname(output);
  await host.files.makeDirectory(parent);
  await removeStale(output, host);
  const prefix = path.join(parent, stagingPrefix(output));
  const root = await host.files.makeUniqueDirectory(`${prefix}${host.system.processId}-`);
  const result = path.join(root, 'result');
  const scratch = path.join(root, 'scratch');
  if (kind === 'directory') {
    await host.files.makeDirectory(result);
  }
  await host.files.makeDirectory(scratch);
  return {
    result,
    scratch,
    publish: () => publish(host, result, path.join(root, replacedName), output),
    discard: () => host.files.remove(root),
  };
}

const replacedName = 'replaced';

function stagingPrefix(output: string): string {
  return `.${path.basename(output)}.oci-recipe-`;
}

async function publish(host: Host, result: string, replaced: string, output: string): Promise<void> {
  if ((await host.files.linkStatus(output)) === undefined) {
    await host.files.rename(result, output);
    return;
  }
  await host.files.rename(output, replaced);
  try {
    await host.files.rename(result, output);
  } catch (error) {
    await host.files.rename(replaced, output);
    throw error;
  }
}

async function removeStale(output: string, host: Host): Promise<void> {
  const parent = path.dirname(output);
  const prefix = stagingPrefix(output);
  for (const { name, kind } of await host.files.list(parent)) {
    const [, processId] = name.startsWith(prefix)
      ? (/^(\d+)-[A-Za-z0-9]+$/.exec(name.slice(prefix.length)) ?? [])
      : [];
    if (kind === 'directory' && processId !== undefined && !host.system.isProcessAlive(Number(processId))) {
      await dropStale(path.join(parent, name), output, host);
    }
  }
}

/** A run that was killed between its two renames has left the user's earlier artifacts in its staging directory. */
async function dropStale(stale: string, output: string, host: Host): Promise<void> {
  const replaced = path.join(stale, replacedName);
  const isLost = (await host.files.linkStatus(output)) === undefined;
  if (isLost && (await host.files.linkStatus(replaced)) !== undefined) {
    await host.files.rename(replaced, output);
  }
  await host.files.remove(stale);
}
