import type { LayerEntry } from '../image/contents/layerEntry.js';

const letters: Readonly<Record<LayerEntry['kind'], string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  hardlink: 'h',
  character: 'c',
  block: 'b',
  fifo: 'p',
};

/** Kind and permissions as `ls -l` writes them: `-rwsr-xr-x`; a hard link is an `h`, as `tar -tv` has it. */
export function formatEntryMode({ kind, mode }: Pick<LayerEntry, 'kind' | 'mode'>): string {
  const triple = (shift: number, special: number, letter: string): string => {
    const bits = mode >> shift;
    const isSpecial = (mode & special) !== 0;
    const runs = (bits & 1) !== 0;
    const last = isSpecial ? (runs ? letter : letter.toUpperCase()) : runs ? 'x' : '-';
    return `${(bits & 4) !== 0 ? 'r' : '-'}${(bits & 2) !== 0 ? 'w' : '-'}${last}`;
  };
  return `${letters[kind]}${triple(6, 0o4000, 's')}${triple(3, 0o2000, 's')}${triple(0, 0o1000, 't')}`;
}

/** `0:0` */
export function formatOwner({ uid, gid }: Pick<LayerEntry, 'uid' | 'gid'>): string {
  return `${uid}:${gid}`;
}
