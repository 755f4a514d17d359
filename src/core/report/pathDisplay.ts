import { isAbsolute, relative } from 'node:path';

/** The path as a person at `directory` would write it: relative when it lies below, else absolute. */
export function toDisplayPath(path: string, directory: string): string {
  const short = relative(directory, path);
  if (short === '') {
    return '.';
  }
  const outside = short === '..' || /^\.\.[/\\]/.test(short) || isAbsolute(short);
  return outside ? path : short;
}
