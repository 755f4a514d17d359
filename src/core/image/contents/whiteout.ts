import type { LayerEntry } from './layerEntry.js';

const prefix = '.wh.';
const opaqueName = '.wh..wh..opq';

/**
 * What a member of this path is: itself, or a whiteout of what it names.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts
 */
export function toWhiteout(path: string): Pick<LayerEntry, 'path' | 'whiteout'> {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const folder = path.slice(0, Math.max(0, slash));
  if (name === opaqueName) {
    return { path: folder, whiteout: 'opaque' };
  }
  // Why: names that begin with it twice were notes of AUFS to itself; nothing else is called so.
  if (!name.startsWith(prefix) || name.startsWith(`${prefix}${prefix}`)) {
    return { path };
  }
  const hidden = name.slice(prefix.length);
  const isName = hidden !== '' && hidden !== '.' && hidden !== '..';
  return isName ? { path: folder === '' ? hidden : `${folder}/${hidden}`, whiteout: 'file' } : { path };
}
