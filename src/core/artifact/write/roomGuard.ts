import type { Files } from '../../host/host.js';
import { ArtifactError } from '../artifactError.js';

/** Counts what is written; fails with `output-no-space` before the disk is full. */
export type SpendBytes = (bytes: number) => void;

/** Room that is left on the disk, so that a small file that inflates without end fills nobody's disk. */
function reserveBytes(freeBytes: number): number {
  return Math.min(256 * 1024 * 1024, freeBytes / 4);
}

/** How much may be written below an existing path. */
export async function roomBytes(directory: string, files: Files): Promise<number> {
  const freeBytes = await files.freeBytes(directory);
  return Math.floor(freeBytes - reserveBytes(freeBytes));
}

/** A counter for one disk; `what` begins the sentence that tells that it is full. */
export function createRoomGuard(room: number, what: string): SpendBytes {
  let spentBytes = 0;
  return (bytes) => {
    spentBytes += bytes;
    if (spentBytes > room) {
      throw new ArtifactError(
        'output-no-space',
        `${what} takes more than the ${room} bytes that the disk has to spare.`,
      );
    }
  };
}
