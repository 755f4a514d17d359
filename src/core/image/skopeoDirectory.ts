import * as z from 'zod';

import type { Archive } from './archive/archive.js';
import type { ImageSearch } from './image.js';
import { mediaTypeOfDocument } from './format/ociSchema.js';
import { decodeJson, readSmallBlob } from './format/jsonBlob.js';
import { digestOf } from './layer/digestCheck.js';
import { blobName } from './ociManifest.js';
import type { OpenOptions } from './ociManifest.js';
import { openEntries } from './ociWalk.js';

const documentSchema = z.looseObject({ schemaVersion: z.literal(2) });

/**
 * Reads what skopeo writes to `dir:`: the manifest (or the index) is manifest.json itself, blobs are files named by
 * their bare digest, manifests of an index end in `.manifest.json`. Undefined when manifest.json is of another kind.
 * https://github.com/containers/image/blob/v5.36.1/docs/containers-transports.5.md
 */
export async function openSkopeoDirectory(
  archive: Archive,
  options: OpenOptions = {},
): Promise<ImageSearch | undefined> {
  const blob = await archive.find('manifest.json');
  if (blob === undefined) {
    return undefined;
  }
  const what = `manifest.json of ${archive.name}`;
  const bytes = await readSmallBlob(blob, what);
  const document = documentSchema.safeParse(decodeJson(bytes, z.unknown(), what));
  if (!document.success) {
    return undefined;
  }
  const digest = digestOf(bytes);
  const mediaType = mediaTypeOfDocument(document.data);
  const entry = { mediaType, digest, sizeBytes: bytes.length, annotations: new Map<string, string>() };
  const names = new Map<string, readonly string[]>([[blobName(digest), ['manifest.json']]]);
  return openEntries(
    {
      ...archive,
      async find(name) {
        const hex = name.slice(blobName('sha256:').length);
        for (const file of names.get(name) ?? [hex, `${hex}.manifest.json`]) {
          const found = await archive.find(file);
          if (found !== undefined) {
            return found;
          }
        }
        return undefined;
      },
    },
    [entry],
    options,
  );
}
