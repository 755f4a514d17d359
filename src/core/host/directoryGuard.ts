import { rmSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';

const guarded = new Set<string>();

/**
 * While a directory is guarded, `process.exit` removes it with all that is in it: whoever is told to stop at once has
 * no time to clean up. SIGKILL cannot be answered; what it leaves is found by the next run.
 */
export function guardDirectory(path: string): void {
  if (guarded.size === 0) {
    process.on('exit', removeAll);
  }
  guarded.add(path);
}

/** The directory has been removed, or is nobody's business any more. */
export function releaseDirectory(path: string): void {
  guarded.delete(path);
  if (guarded.size === 0) {
    process.off('exit', removeAll);
  }
}

/** To be called before something is moved: a directory that receives what was elsewhere must not be lost with it. */
export function noteMove(from: string, to: string): void {
  for (const directory of guarded) {
    if (isWithin(to, directory) && !isWithin(from, directory)) {
      releaseDirectory(directory);
    }
  }
}

function isWithin(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return !isAbsolute(way) && way !== '..' && !/^\.\.[/\\]/.test(way);
}

function removeAll(): void {
  for (const directory of guarded) {
    try {
      rmSync(directory, { recursive: true, force: true });
    } catch {
      // Why: the process is ending and can tell nobody; the next run finds what is left.
    }
  }
}
