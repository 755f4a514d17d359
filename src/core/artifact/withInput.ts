import * as path from 'node:path';

import type { Host } from '../host/host.js';
import { openInput } from './openInput.js';
import type { ConversionInput, Input } from './openInput.js';

/**
 * Opens an input for as long as `action` works with it; what had to be unpacked is removed afterwards. Errors: those
 * of `openInput` and of the action.
 */
export async function withInput<Value>(
  input: ConversionInput,
  host: Host,
  action: (input: Input) => Promise<Value>,
  signal?: AbortSignal,
): Promise<Value> {
  const { files, system } = host;
  const scratch = await files.makeUniqueDirectory(path.join(system.temporaryDirectory, 'oci-recipe-'));
  try {
    const opened = await openInput(input, host, { scratch, ...(signal !== undefined && { signal }) });
    try {
      return await action(opened);
    } finally {
      await opened.close();
    }
  } finally {
    await files.remove(scratch);
  }
}
