import type { ByteSource } from '../../base/byteSource.js';
import type { Findings } from './findings.js';

/** What is in an archive though nothing names it, for one note of each kind. */
export interface UnnamedList {
  addBlob(name: string, blob: ByteSource): void;
  /** What has no meaning in the archive. */
  addStrange(name: string): void;
  note(findings: Findings): void;
}

/** How many names a note gives. */
const namesGiven = 3;

/** An empty list. */
export function createUnnamedList(): UnnamedList {
  const blobs = new Map<ByteSource, string>();
  const strange: string[] = [];
  return {
    addBlob: (name, blob) => blobs.set(blob, name),
    addStrange: (name) => strange.push(name),
    note(findings) {
      if (blobs.size > 0) {
        const sizeBytes = [...blobs.keys()].reduce((sum, blob) => sum + blob.sizeBytes, 0);
        const what = blobs.size === 1 ? 'A blob' : `${blobs.size} blobs`;
        findings.note(`${what} of ${sizeBytes} bytes that nothing names: ${few([...blobs.values()])}.`);
      }
      if (strange.length > 0) {
        findings.note(`Of no meaning to an image: ${few(strange)}.`);
      }
    },
  };
}

function few(names: readonly string[]): string {
  const left = names.length - namesGiven;
  return `${names.slice(0, namesGiven).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
