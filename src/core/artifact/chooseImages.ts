import type { Image, ImageSearch } from '../image/image.js';
import { ImageError } from '../image/imageError.js';
import { formatPlatform } from '../platform/platform.js';
import type { Platform } from '../platform/platform.js';

/**
 * What was found, without the images of other platforms; all of it when none is named. `archive-no-image` when a
 * platform has none.
 */
export function chooseImages(search: ImageSearch, platforms: readonly Platform[], name: string): ImageSearch {
  if (platforms.length === 0) {
    return search;
  }
  const wanted = platforms.map(formatPlatform);
  const images = search.images.filter(({ platform }) => wanted.includes(formatPlatform(platform)));
  for (const platform of wanted) {
    if (!images.some((image) => formatPlatform(image.platform) === platform)) {
      const there = search.images.map((image) => formatPlatform(image.platform)).join(', ') || 'none';
      throw new ImageError(
        'archive-no-image',
        `There is no image for ${platform} in ${name}; there is: ${there}.`,
      );
    }
  }
  return {
    ...search,
    images,
    incomplete: search.incomplete.filter(
      ({ platform }) => platform !== undefined && wanted.includes(formatPlatform(platform)),
    ),
  };
}

/** Images of two inputs that belong together, and those that are left over. */
export interface PairedImages {
  readonly pairs: readonly (readonly [Image, Image])[];
  readonly onlyBefore: readonly Image[];
  readonly onlyAfter: readonly Image[];
}

/**
 * Pairs images by platform, several of one platform by their tags, else in their order. Two inputs of one image each
 * are a pair whatever their platforms.
 */
export function pairImages(before: readonly Image[], after: readonly Image[]): PairedImages {
  const [first, second] = [before[0], after[0]];
  if (before.length === 1 && after.length === 1 && first !== undefined && second !== undefined) {
    return { pairs: [[first, second]], onlyBefore: [], onlyAfter: [] };
  }
  const left = new Set(after);
  const pairs: (readonly [Image, Image])[] = [];
  for (const isTwin of [isTagged, isOfPlatform]) {
    for (const image of before.filter((candidate) => !pairs.some(([one]) => one === candidate))) {
      const twin = [...left].find((other) => isTwin(image, other));
      if (twin !== undefined) {
        left.delete(twin);
        pairs.push([image, twin]);
      }
    }
  }
  const paired = new Set(pairs.map(([image]) => image));
  return { pairs, onlyBefore: before.filter((image) => !paired.has(image)), onlyAfter: [...left] };
}

function isOfPlatform(left: Image, right: Image): boolean {
  return formatPlatform(left.platform) === formatPlatform(right.platform);
}

function isTagged(left: Image, right: Image): boolean {
  return isOfPlatform(left, right) && left.tags.some((tag) => right.tags.includes(tag));
}
