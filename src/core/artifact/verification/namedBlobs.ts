import type { ByteSource } from '../../base/byteSource.js';
import type { Archive } from '../../image/archive/archive.js';
import { normalizeName } from '../../image/archive/entryName.js';

/** The blobs that something in an archive has led to so far. */
export interface NamedBlobs {
  has(blob: ByteSource): boolean;
  /** Whether it was led to by this very name, and not only by another one of the same blob. */
  hasName(name: string): boolean;
  /** Whether a blob was found somewhere below a folder. */
  areBelow(folder: string): boolean;
}

/** An archive that keeps in mind what was found in it. */
export function watchNames(archive: Archive): { readonly watched: Archive; readonly named: NamedBlobs } {
  const blobs = new Set<ByteSource>();
  const names = new Set<string>();
  const folders = new Set<string>();
  return {
    watched: {
      ...archive,
      async find(name) {
        const blob = await archive.find(name);
        if (blob !== undefined) {
          blobs.add(blob);
          names.add(normalizeName(name));
          foldersOf(normalizeName(name)).forEach((folder) => folders.add(folder));
        }
        return blob;
      },
    },
    named: {
      has: (blob) => blobs.has(blob),
      hasName: (name) => names.has(name),
      areBelow: (folder) => folders.has(folder),
    },
  };
}

/** The folders of a name, as far as archives are listed. */
function foldersOf(name: string): readonly string[] {
  const segments = name.split('/', 5).slice(0, 4);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}
