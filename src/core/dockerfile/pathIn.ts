import { cleanPath } from '../base/cleanPath.js';

/** A path as it is when it begins in a directory; undefined where that is not known. */
export function pathIn(directory: string | undefined, path: string): string | undefined {
  if (path.startsWith('/')) {
    return path;
  }
  return directory === undefined ? undefined : cleanPath(`${directory}/${path}`);
}
