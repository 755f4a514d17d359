import { resolve } from 'node:path';

/**
 * Makes the paths in `key=value,…` options absolute, for the keys that hold a path. Why: the user writes them as seen
 * from where he stands, and buildx runs in the recipe's directory.
 */
export function resolveFields(text: string, pathKeys: readonly string[], directory: string): string {
  if (text.includes('"')) {
    return text; // Why: quoted as CSV; whoever goes to such lengths gives an absolute path.
  }
  const fields = text.split(',').map((field) => {
    const at = field.indexOf('=');
    const isPath = at > 0 && pathKeys.includes(field.slice(0, at)) && at < field.length - 1;
    return isPath ? `${field.slice(0, at)}=${resolve(directory, field.slice(at + 1))}` : field;
  });
  return fields.join(',');
}

/** Makes a named context that is a directory or a layout here absolute; images, URLs and targets stay as they are. */
export function resolveContext(value: string, directory: string): string {
  const layout = /^oci-layout:\/\/([^@]*?)((?::[^:/\\@]+)?(?:@.*)?)$/.exec(value);
  if (layout !== null) {
    return `oci-layout://${resolve(directory, layout[1] ?? '')}${layout[2] ?? ''}`;
  }
  const isElsewhere = /^[a-z][a-z0-9+.-]+:/i.test(value) || /^(github\.com\/|[\w.-]+@[\w.-]+:)/.test(value);
  return isElsewhere ? value : resolve(directory, value);
}

/** Makes the keys of `--ssh ID=PATH[,PATH]` absolute. */
export function resolveSsh(text: string, directory: string): string {
  const at = text.indexOf('=');
  if (at === -1) {
    return text;
  }
  const paths = text.slice(at + 1).split(',');
  return `${text.slice(0, at)}=${paths.map((path) => resolve(directory, path)).join(',')}`;
}
