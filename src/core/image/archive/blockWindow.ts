import type { ByteSource } from '../../base/byteSource.js';
import { ImageError } from '../imageError.js';
import { tarBlockBytes } from './tarHeader.js';

/** Hands out the blocks of a tar archive; blocks that lie close together cost one read. */
export interface BlockWindow {
  /** The block at `offset`; undefined at the very end of the source, `archive-truncated` inside a last block. */
  blockAt(offset: number): Promise<Uint8Array | undefined>;
}

const windowBytes = 16 * 1024;

/** A window onto `source`, empty until the first block is asked for. */
export function createBlockWindow(source: ByteSource): BlockWindow {
  let start = 0;
  let bytes = new Uint8Array();
  return {
    async blockAt(offset) {
      if (offset >= source.sizeBytes) {
        return undefined;
      }
      if (offset + tarBlockBytes > source.sizeBytes) {
        throw new ImageError(
          'archive-truncated',
          `The archive is cut off inside the header at byte ${offset}; it ends at byte ${source.sizeBytes}.`,
        );
      }
      if (offset < start || offset + tarBlockBytes > start + bytes.length) {
        start = offset;
        bytes = new Uint8Array(await source.read(offset, Math.min(windowBytes, source.sizeBytes - offset)));
      }
      return bytes.subarray(offset - start, offset - start + tarBlockBytes);
    },
  };
}
