import type { Archive } from './archive/archive.js';
import { openDockerArchive } from './dockerArchive.js';
import { isThere } from './image.js';
import type { Image, ImageSearch } from './image.js';
import { ImageError } from './imageError.js';
import { checkDocumentBytes } from './imageLimits.js';
import { openLaunchpadSet } from './launchpadSet.js';
import { openOciLayout } from './ociLayout.js';
import type { OpenOptions } from './ociManifest.js';
import { openSkopeoDirectory } from './skopeoDirectory.js';
import { oddities, validateImage } from './validateImage.js';

/**
 * Finds the images of an archive or a layout of any kind: of docker and its like, OCI, skopeo's `dir:`, Launchpad's
 * artifacts. Newer engines write both an OCI layout and a manifest.json
 * into one archive; then the layout counts, which alone knows every platform, and manifest.json adds the tags and
 * what the layout lacks. `archive-unreadable` when it is neither, `archive-no-image` when nothing is in it.
 */
export async function openImages(archive: Archive, options: OpenOptions = {}): Promise<ImageSearch> {
  const search = await openKnown(archive, options);
  checkNotEmpty(archive, search);
  checkDocumentBytes(search.images, archive.name);
  for (const image of search.images) {
    validateImage(image, archive.name);
  }
  const notes = search.images.flatMap((image) => oddities(image, archive.name));
  return { ...search, leftAside: [...search.leftAside, ...notes, ...archive.notes()] };
}

async function openKnown(archive: Archive, options: OpenOptions): Promise<ImageSearch> {
  const alone = (await openLaunchpadSet(archive)) ?? (await openSkopeoDirectory(archive, options));
  if (alone !== undefined) {
    return alone;
  }
  const oci = await openOciLayout(archive, options);
  const docker = await openDockerArchive(archive);
  if (oci === undefined && docker === undefined) {
    throw await unknownArchive(archive);
  }
  return merge(archive, oci ?? nothing, docker ?? nothing);
}

const nothing: ImageSearch = { images: [], incomplete: [], leftAside: [] };

function merge(archive: Archive, oci: ImageSearch, docker: ImageSearch): ImageSearch {
  const inBoth = oci.images.map((image) => withTwin(image, docker.images));
  const known = new Set(inBoth.map((image) => image.configDigest));
  const more = docker.images.filter((image) => !known.has(image.configDigest));
  const images = [...inBoth, ...more];
  const isDocker = oci === nothing;
  const differences = more.map(
    (image) =>
      `index.json of ${archive.name} does not lead to the image ${image.configDigest} of its manifest.json`,
  );
  return {
    images,
    incomplete: [...oci.incomplete, ...docker.incomplete].filter((image) => !isThere(image, images)),
    leftAside: [...oci.leftAside, ...docker.leftAside, ...(isDocker ? [] : differences)],
    attestations: oci.attestations ?? [],
  };
}

/** The image with what its twin in manifest.json knows better: the tags, and the layers should it have none. */
function withTwin(image: Image, others: readonly Image[]): Image {
  const twin = others.find((other) => other.configDigest === image.configDigest);
  if (twin === undefined) {
    return image;
  }
  const tags = twin.tags.length === 0 ? image.tags : twin.tags;
  return image.layers.length === 0 ? { ...twin, tags } : { ...image, tags };
}

async function unknownArchive(archive: Archive): Promise<ImageError> {
  const old = await archive.find('repositories');
  return old === undefined
    ? new ImageError(
        'archive-unreadable',
        `${archive.name} is no image: it has neither a manifest.json nor an index.json. Give the output of "docker save", an OCI layout, or Launchpad's artifacts.`,
      )
    : new ImageError(
        'archive-unsupported',
        `${archive.name} was saved by a Docker older than 1.10; load and save it with a newer one.`,
      );
}

function checkNotEmpty(archive: Archive, search: ImageSearch): void {
  if (search.images.length === 0 && search.incomplete.length === 0) {
    const aside = search.leftAside.length === 0 ? '' : ` Left aside: ${search.leftAside.join('; ')}.`;
    throw new ImageError('archive-no-image', `${archive.name} holds no image.${aside}`);
  }
}
