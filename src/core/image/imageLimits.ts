import type { Image } from './image.js';
import { ImageError } from './imageError.js';

/** More than any real archive holds; what is beyond is written to make readers slow. */
const maxImages = 1000;

/** Entries of indexes, those of indexes that are named more than once counted each time. */
const maxEntries = 100_000;

/** The most that configs and manifests together may take in memory. */
const maxDocumentBytes = 256 * 1024 * 1024;

/** Fails with `archive-too-large` when an archive names more images than any real one. */
export function checkImageCount(count: number, where: string): void {
  if (count > maxImages) {
    throw new ImageError('archive-too-large', `${where} names more than ${maxImages} images.`);
  }
}

/** Fails with `archive-too-large` when the indexes of an archive have more entries than any real one. */
export function checkEntryCount(count: number, where: string): void {
  if (count > maxEntries) {
    throw new ImageError(
      'archive-too-large',
      `The indexes of ${where} have more than ${maxEntries} entries.`,
    );
  }
}

/** Fails with `archive-too-large` when the documents of all images are more than memory should hold. */
export function checkDocumentBytes(images: readonly Image[], where: string): void {
  const documents = new Set(images.flatMap(({ configBytes, manifest }) => [configBytes, manifest?.bytes]));
  const total = [...documents].reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0);
  if (total > maxDocumentBytes) {
    throw new ImageError(
      'archive-too-large',
      `The configs and manifests of ${where} have ${total} bytes; at most ${maxDocumentBytes} are held.`,
    );
  }
}
