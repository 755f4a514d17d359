import { hasCode } from '../../base/errors.js';
import type { Files } from '../../host/host.js';

/** The text of a file, or undefined when there is no such file. */
export async function readIfThere(file: string, files: Files): Promise<string | undefined> {
  try {
    return await files.readText(file);
  } catch (error) {
    if (hasCode(error, 'file-not-found')) {
      return undefined;
    }
    throw error;
  }
}
