import type { ByteSource } from '../../base/byteSource.js';

/** What stands in a folder of an archive. */
export interface ArchiveMember {
  readonly name: string;
  /** `file`: a regular one; `link`: of either kind, wherever it leads; `other`: a device, a pipe. */
  readonly kind: 'file' | 'directory' | 'link' | 'other';
}

/** Named blobs: the members of a tar archive, or the files of a folder. */
export interface Archive {
  /** What a person calls it: its path. */
  readonly name: string;
  /**
   * The blob of that name, links followed inside the archive; undefined when there is none; the same
   * object for the same blob, by whatever name. `archive-corrupt` when
   * the name leads in circles or to something that is no regular file.
   */
  find(name: string): Promise<ByteSource | undefined>;
  /**
   * What stands in a folder (empty: the archive itself), links not followed; nothing where there is no folder. Of a
   * tar archive the upper four levels are known.
   */
  list(folder: string): Promise<readonly ArchiveMember[]>;
  /** Oddities seen so far that harm nothing, in words. */
  notes(): readonly string[];
}
