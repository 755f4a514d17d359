import type { ByteSource } from '../../base/byteSource.js';

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
  /** Oddities seen so far that harm nothing, in words. */
  notes(): readonly string[];
}
