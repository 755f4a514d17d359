import type { Digest } from '../../base/digest.js';

/** What a member of a layer is. */
export type EntryKind = 'file' | 'directory' | 'symlink' | 'hardlink' | 'character' | 'block' | 'fifo';

/** A stretch of a sparse file that is stored; what lies between is zeros. */
export interface SparsePiece {
  readonly offset: number;
  readonly sizeBytes: number;
}

/** One member of a layer, as its tar header (with the extension headers before it) says. */
export interface LayerEntry {
  /**
   * From the root of the image, without a slash at either end; empty for the root itself; `.` and `..` resolved. Of a
   * whiteout: what it hides. Bytes that are no UTF-8 are the characters U+DC80 to U+DCFF (a byte XX is U+DCXX), so that
   * different names stay different; see `formatEntryPath`.
   */
  readonly path: string;
  readonly kind: EntryKind;
  /** Permissions with setuid, setgid and sticky; not the type. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly userName?: string;
  readonly groupName?: string;
  /** Since 1970; may be negative and have a fraction. */
  readonly modifiedSeconds: number;
  /** Of a file: its content, holes included; else 0. */
  readonly sizeBytes: number;
  /** Of a symlink: the target as written; of a hard link: the path of the other name, in the form of `path`. */
  readonly linkName?: string;
  /**
   * `file`: nothing of the lower layers is left at `path`; `opaque`: nothing of the lower layers is left in it.
   * https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts
   */
  readonly whiteout?: 'file' | 'opaque';
  /** Where the stored content begins in the uncompressed layer. */
  readonly contentOffset: number;
  /** Of a sparse file: what is stored, in this order. */
  readonly sparse?: readonly SparsePiece[];
  /** sha256 of a file's content; there when it was asked for. */
  readonly contentDigest?: Digest;
}

/** What a layer holds. */
export interface LayerContents {
  /** In the order of the tar archive; a name may come more than once, and the last one counts. */
  readonly entries: readonly LayerEntry[];
  /** Size of the uncompressed layer. */
  readonly contentSizeBytes: number;
  /** Computed from the uncompressed bytes; compare it with what the config says. */
  readonly diffId: Digest;
  /** Oddities that harm nothing, in words. */
  readonly notes: readonly string[];
}

/** What the headers of a layer say. Its digest is known only where all of it was read. */
export type LayerListing = Omit<LayerContents, 'diffId'> & Partial<Pick<LayerContents, 'diffId'>>;

/** A path for people: bytes that are no UTF-8 as `\xNN`. Control characters stay; reports escape them. */
export function formatEntryPath(path: string): string {
  return path.replace(/[\uDC80-\uDCFF]/gu, (character) => {
    return `\\x${(character.charCodeAt(0) - 0xdc00).toString(16)}`;
  });
}
