import type { Archive } from './archive/archive.js';
import type { ImageSearch } from './image.js';
import { decodeJson, readSmallBlob } from './format/jsonBlob.js';
import { indexSchema } from './format/ociSchema.js';
import type { OpenOptions } from './ociManifest.js';
import { openEntries } from './ociWalk.js';

/**
 * Reads the images of an OCI layout, as `openEntries` does. Undefined when the archive has no index.json.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md
 */
export async function openOciLayout(
  archive: Archive,
  options: OpenOptions = {},
): Promise<ImageSearch | undefined> {
  const blob = await archive.find('index.json');
  if (blob === undefined) {
    return undefined;
  }
  const what = `index.json of ${archive.name}`;
  const index = decodeJson(await readSmallBlob(blob, what), indexSchema, what);
  return openEntries(archive, index.manifests, options);
}
