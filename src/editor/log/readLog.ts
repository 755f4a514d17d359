import type { Files } from '../../core/host/host.js';
import { HostError } from '../../core/host/hostError.js';

/** A document larger than this makes the editor slow; the end of a log is what is read. */
const maxLogBytes = 16 * 1024 * 1024;

/** What is read of a log file, and how much of its beginning was left out. */
export interface LogText {
  readonly text: string;
  readonly leftOutBytes: number;
}

/** Reads a log, or its last `maxBytes` beginning with a whole line; undefined while there is no such file. */
export async function readLog(
  files: Files,
  file: string,
  maxBytes = maxLogBytes,
): Promise<LogText | undefined> {
  try {
    return await readEnd(files, file, maxBytes);
  } catch (error) {
    if (error instanceof HostError && error.code === 'file-not-found') {
      return undefined;
    }
    throw error;
  }
}

async function readEnd(files: Files, path: string, maxBytes: number): Promise<LogText> {
  const file = await files.open(path);
  try {
    const length = Math.min(file.sizeBytes, maxBytes);
    const bytes = await file.read(file.sizeBytes - length, length);
    const leftOutBytes = file.sizeBytes - length;
    const start = leftOutBytes === 0 ? 0 : bytes.indexOf(0x0a) + 1;
    return { text: new TextDecoder().decode(bytes.subarray(start)), leftOutBytes: leftOutBytes + start };
  } finally {
    await file.close();
  }
}
