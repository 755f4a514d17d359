import type { ArchiveMember } from './archive.js';
import type { TarEntry } from './tarIndex.js';

/** What stands in each folder of a tar archive, by the folder's name; empty for the archive itself. */
export type TarFolders = ReadonlyMap<string, ReadonlyMap<string, ArchiveMember['kind']>>;

/** No archive of an image is deeper; a name may have half a million segments. */
const maxDepth = 4;

const kinds: Readonly<Record<TarEntry['kind'], ArchiveMember['kind']>> = {
  file: 'file',
  sparse: 'file',
  directory: 'directory',
  symlink: 'link',
  hardlink: 'link',
  special: 'other',
};

/** The upper four levels of folders, those that are only part of a member's name with them. */
export function foldersOf(entries: ReadonlyMap<string, TarEntry>): TarFolders {
  const folders = new Map<string, Map<string, ArchiveMember['kind']>>();
  for (const [name, { kind }] of entries) {
    const segments = name === '' ? [] : name.split('/', maxDepth + 1);
    for (const [depth, segment] of segments.slice(0, maxDepth).entries()) {
      const folder = segments.slice(0, depth).join('/');
      const members = folders.get(folder) ?? new Map<string, ArchiveMember['kind']>();
      // Why: a name that others go through is a folder, whatever else a broken archive has under it.
      const isFolder = depth < segments.length - 1 || members.get(segment) === 'directory';
      folders.set(folder, members.set(segment, isFolder ? 'directory' : kinds[kind]));
    }
  }
  return folders;
}

/** What stands in one folder. */
export function membersOf(folders: TarFolders, folder: string): readonly ArchiveMember[] {
  return [...(folders.get(folder) ?? [])].map(([name, kind]) => ({ name, kind }));
}
