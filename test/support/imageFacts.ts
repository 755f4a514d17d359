import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';

import { decompress } from 'fzstd';

import type { Digest } from '../../src/core/base/digest.js';
import { openInput } from '../../src/core/artifact/openInput.js';
import type { Image } from '../../src/core/image/image.js';
import { openImages } from '../../src/core/image/openImages.js';
import { formatPlatform } from '../../src/core/platform/platform.js';
import { sha256 } from './archiveImage.js';
import { createTestHost } from './testHost.js';

/** What is said of an image, whatever form it is in, with every digest computed from the bytes. */
export interface ImageFacts {
  readonly platform: string;
  readonly config: string;
  readonly tags: readonly string[];
  readonly diffIds: readonly Digest[];
  /** Of the stored bytes. */
  readonly blobs: readonly Digest[];
  readonly manifest: Digest | undefined;
}

/** Opens a file or folder as any form, and reads every layer. */
export function readImageFacts(input: string): Promise<readonly ImageFacts[]> {
  return withImages(input, async ({ platform, configBytes, tags, layers, manifestDigest }) => ({
    platform: formatPlatform(platform),
    config: Buffer.from(configBytes).toString(),
    tags,
    diffIds: layers.map(({ diffId }) => diffId),
    blobs: await Promise.all(layers.map(async ({ blob }) => sha256(await blob.read(0, blob.sizeBytes)))),
    manifest: manifestDigest,
  }));
}

/** The digests of what is in the layers of each image, unpacked by other means than the product's. */
export function readLayerContents(input: string): Promise<readonly (readonly Digest[])[]> {
  return withImages(input, ({ layers }) =>
    Promise.all(layers.map(async ({ blob }) => sha256(unpacked(await blob.read(0, blob.sizeBytes))))),
  );
}

async function withImages<Value>(
  input: string,
  action: (image: Image) => Promise<Value>,
): Promise<readonly Value[]> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'oci-recipes-facts-'));
  const opened = await openInput(input, createTestHost(), { scratch });
  try {
    const { images } = await openImages(opened.archive);
    return await Promise.all(images.map(action));
  } finally {
    await opened.close();
    await rm(scratch, { recursive: true });
  }
}

function unpacked(bytes: Uint8Array): Uint8Array {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (magic === '28b52ffd') {
    return decompress(bytes);
  }
  return magic.startsWith('1f8b') ? gunzipSync(bytes) : bytes;
}
