import { fileURLToPath, pathToFileURL } from 'node:url';

/** The absolute path of a `file:` address; undefined for any other scheme (untitled, virtual file systems). */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith('file:')) {
    return undefined;
  }
  try {
    return fileURLToPath(uri);
  } catch {
    // Why: `file://host/share` has no path on a system that is not Windows.
    return undefined;
  }
}

/** The address of an absolute path. */
export function uriOfPath(path: string): string {
  return pathToFileURL(path).href;
}
