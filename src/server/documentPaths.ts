import { fileURLToPath, pathToFileURL } from 'node:url';

/** The absolute path of a `file:` address; undefined for any other scheme (untitled, virtual file systems). */
export const pathOfUri: (uri: string) => string | undefined = remembering((uri) => {
  if (!uri.startsWith('file:')) {
    return undefined;
  }
  try {
    return fileURLToPath(uri);
  } catch {
    // Why: `file://host/share` has no path on a system that is not Windows.
    return undefined;
  }
});

/** The address of an absolute path. */
export const uriOfPath: (path: string) => string = remembering((path) => pathToFileURL(path).href);

/** As many as anybody has open, and then some. */
const mostRemembered = 1000;

/** Why: every key that is typed asks for the same few, many times. */
function remembering<Value>(convert: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, { readonly value: Value }>();
  return (text) => {
    const found = known.get(text) ?? { value: convert(text) };
    if (known.size >= mostRemembered) {
      known.clear();
    }
    known.set(text, found);
    return found.value;
  };
}
