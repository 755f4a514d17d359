import { formatPlatform } from '../platform/platform.js';
import type { Platform } from '../platform/platform.js';
import { toLaunchpadProcessor } from '../platform/processor.js';
import { hasCode } from '../base/errors.js';
import { isThere } from '../image/image.js';
import type { Image, ImageSearch, IncompleteImage } from '../image/image.js';
import { ImageError } from '../image/imageError.js';
import { ArtifactError } from './artifactError.js';
import type { TargetFormat } from './targetOptions.js';
import type { SourcedImage } from './write/imageGroup.js';

/** The images to convert, in the order of their platforms, and what is left aside, in words. */
export interface Selection {
  readonly images: readonly SourcedImage[];
  readonly leftAside: readonly string[];
}

/**
 * Chooses the images of each wanted platform; without wishes, every complete one, for Launchpad those whose platform
 * it knows and that have layers.
 * One archive may hold several images of a platform, as `docker save a b` does; several archives may not.
 * `archive-incomplete` (naming what is missing), `archive-no-image`, `archive-ambiguous`, `platform-unmapped`,
 * `image-unusable`.
 */
export function selectImages(
  searches: readonly ImageSearch[],
  platforms: readonly Platform[],
  format: TargetFormat = 'launchpad',
): Selection {
  const found = unique(searches.flatMap((search) => search.images));
  const incomplete = searches.flatMap((search) => search.incomplete);
  const images =
    platforms.length > 0
      ? distinct(platforms).flatMap((platform) => ofPlatform(found, incomplete, platform))
      : everyUsable(found, incomplete, format);
  checkSources(images, searches);
  if (format === 'launchpad') {
    images.forEach(checkUsable);
  }
  const chosen = new Set(images);
  const notChosen = found.filter((image) => !chosen.has(image)).map((image) => wordsFor(image, platforms));
  const missing = incomplete
    .filter((image) => !isThere(image, found))
    .map(({ platform, missing: blobs }) => {
      const what = platform === undefined ? 'an image' : formatPlatform(platform);
      return `${what} is named, but not wholly there: ${blobs.join(', ')}`;
    });
  return {
    images: images.map((image) => ({ image, input: inputOf(image, searches) })),
    leftAside: [...searches.flatMap((search) => search.leftAside), ...notChosen, ...missing],
  };
}

/** The number of the first input that holds an image. */
function inputOf(image: Image, searches: readonly ImageSearch[]): number {
  return searches.findIndex((search) =>
    search.images.some(({ configDigest }) => configDigest === image.configDigest),
  );
}

function distinct(platforms: readonly Platform[]): readonly Platform[] {
  return [...new Map(platforms.map((platform) => [formatPlatform(platform), platform])).values()];
}

/** The same image may be in several archives, or be listed twice in one. */
function unique(images: readonly Image[]): readonly Image[] {
  const byKey = new Map<string, Image>();
  for (const image of images) {
    const key = `${formatPlatform(image.platform)} ${image.configDigest}`;
    const before = byKey.get(key);
    byKey.set(
      key,
      before === undefined ? image : { ...before, tags: [...new Set([...before.tags, ...image.tags])] },
    );
  }
  return [...byKey.values()];
}

function ofPlatform(
  found: readonly Image[],
  incomplete: readonly IncompleteImage[],
  platform: Platform,
): readonly Image[] {
  const name = formatPlatform(platform);
  const images = found.filter((image) => formatPlatform(image.platform) === name);
  if (images.length === 0) {
    throw missingPlatform(found, incomplete, name);
  }
  return images;
}

/** Why: different images of one platform in two archives are two builds, and nobody said which is meant. */
function checkSources(images: readonly Image[], searches: readonly ImageSearch[]): void {
  const names = new Set(images.map((image) => formatPlatform(image.platform)));
  for (const name of names) {
    const ofName = images.filter((image) => formatPlatform(image.platform) === name);
    const digests = new Set(ofName.map((image) => image.configDigest));
    const isInOne = searches.some((search) => holdsAll(search, name, digests));
    if (!isInOne) {
      throw ambiguous(name, ofName);
    }
  }
}

function holdsAll({ images }: ImageSearch, name: string, digests: ReadonlySet<string>): boolean {
  const held = images.filter((image) => formatPlatform(image.platform) === name);
  return [...digests].every((digest) => held.some((image) => image.configDigest === digest));
}

function missingPlatform(
  found: readonly Image[],
  incomplete: readonly IncompleteImage[],
  name: string,
): ImageError {
  const partly = incomplete.filter(
    ({ platform }) => platform !== undefined && formatPlatform(platform) === name,
  );
  if (partly.length > 0) {
    return new ImageError(
      'archive-incomplete',
      `The image for ${name} is not wholly in the archive; missing: ${partly.flatMap(({ missing }) => missing).join(', ')}. Build or pull it for ${name} and save it again.`,
    );
  }
  const there = found.map((image) => formatPlatform(image.platform)).join(', ') || 'none';
  return new ImageError(
    'archive-no-image',
    `There is no image for ${name} in the archive; there is: ${there}.`,
  );
}

function ambiguous(name: string, images: readonly Image[]): ImageError {
  const names = images.map(({ tags, configDigest }) => tags[0] ?? configDigest).join(', ');
  return new ImageError(
    'archive-ambiguous',
    `The archives hold ${images.length} different images for ${name} (${names}); give one archive a platform.`,
  );
}

function everyUsable(
  found: readonly Image[],
  incomplete: readonly IncompleteImage[],
  format: TargetFormat,
): readonly Image[] {
  const [first] = found;
  if (first === undefined) {
    const missing = incomplete.flatMap((image) => image.missing).join(', ');
    throw new ImageError('archive-incomplete', `No image is wholly in the archive; missing: ${missing}.`);
  }
  if (format !== 'launchpad') {
    return found;
  }
  const mapped = found.filter((image) => isMapped(image.platform));
  if (mapped.length === 0) {
    toLaunchpadProcessor(first.platform);
  }
  return mapped;
}

function isMapped(platform: Platform): boolean {
  try {
    return toLaunchpadProcessor(platform) !== '';
  } catch (error) {
    if (hasCode(error, 'platform-unmapped')) {
      return false;
    }
    throw error;
  }
}

function checkUsable(image: Image): void {
  toLaunchpadProcessor(image.platform);
  if (image.layers.length === 0) {
    throw new ArtifactError(
      'image-unusable',
      `The image for ${formatPlatform(image.platform)} has no layers; Launchpad takes no image without one.`,
    );
  }
}

function wordsFor(image: Image, platforms: readonly Platform[]): string {
  const reason = platforms.length > 0 ? 'is not asked for' : 'is no processor of Launchpad';
  return `${formatPlatform(image.platform)} ${reason}`;
}
