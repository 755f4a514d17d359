import * as z from 'zod';

import type { Archive } from '../../image/archive/archive.js';
import { mediaTypeOfDocument } from '../../image/format/ociSchema.js';
import type { IndexEntry } from '../../image/format/ociSchema.js';
import { decodeJson, readSmallBlob } from '../../image/format/jsonBlob.js';
import { digestOf } from '../../image/layer/digestCheck.js';
import { blobName } from '../../image/ociManifest.js';

const documentSchema = z.looseObject({ schemaVersion: z.literal(2) });

/** What skopeo wrote to `dir:`, as if it were a layout with one entry. */
export interface SkopeoArchive {
  readonly archive: Archive;
  readonly entry: IndexEntry;
}

/**
 * The archive as a layout, when its manifest.json is an OCI or Docker manifest or index; else undefined. Blobs are named
 * by their bare digest, manifests of an index end in `.manifest.json`. `archive-corrupt` when it is no JSON.
 */
export async function skopeoArchive(archive: Archive): Promise<SkopeoArchive | undefined> {
  const blob = await archive.find('manifest.json');
  if (blob === undefined) {
    return undefined;
  }
  const bytes = await readSmallBlob(blob, 'manifest.json');
  const document = documentSchema.safeParse(decodeJson(bytes, z.unknown(), 'manifest.json'));
  if (!document.success) {
    return undefined;
  }
  const digest = digestOf(bytes);
  const mediaType = mediaTypeOfDocument(document.data);
  const find: Archive['find'] = async (name) => {
    if (name === blobName(digest)) {
      return blob;
    }
    const hex = name.slice(blobName('sha256:').length);
    return (await archive.find(hex)) ?? (await archive.find(`${hex}.manifest.json`));
  };
  return {
    archive: { ...archive, find },
    entry: { mediaType, digest, sizeBytes: bytes.length, annotations: new Map() },
  };
}
