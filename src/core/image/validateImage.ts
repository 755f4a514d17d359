import type { Image } from './image.js';
import { ImageError } from './imageError.js';

/** Fails with `archive-mismatch` when an image contradicts itself: as many layers as the config has diff_ids. */
export function validateImage(image: Image, where: string): void {
  checkLayerCount(image.layers.length, image.config.diffIds.length, where);
}

/** Compares the count of layers with that of diff_ids. */
export function checkLayerCount(layers: number, diffIds: number, where: string): void {
  if (layers !== diffIds) {
    throw new ImageError(
      'archive-mismatch',
      `The manifest in ${where} names ${layers} layers, but the config has ${diffIds} diff_ids.`,
    );
  }
}

/** What is odd about an image and harms nothing, in words. */
export function oddities(image: Image, where: string): readonly string[] {
  const { historyLayers, diffIds } = image.config;
  const history =
    historyLayers === undefined || historyLayers === diffIds.length
      ? []
      : [`The history in ${where} tells of ${historyLayers} layers, but there are ${diffIds.length}.`];
  const types = image.layers
    .filter(({ compression, claimedCompression = compression }) => compression !== claimedCompression)
    .map(({ name, compression, claimedCompression }) => {
      return `The media type of ${name} says ${String(claimedCompression)}, but its bytes are ${compression}; the bytes count.`;
    });
  return [...history, ...types];
}
