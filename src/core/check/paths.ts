import * as path from 'node:path';

/** Whether a path is a directory or lies below it; both absolute, compared as written. */
export function isWithin(directory: string, candidate: string): boolean {
  const relative = path.relative(directory, candidate);
  return relative === '' || (!path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..');
}
