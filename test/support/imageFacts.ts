import type { Digest } from '../../src/core/base/digest.js';
import { openInput } from '../../src/core/artifact/openInput.js';
import { openImages } from '../../src/core/image/openImages.js';
import { formatPlatform } from '../../src/core/platform/platform.js';
import { sha256 } from './archiveImage.js';
import { temporaryDirectory } from './archiveFiles.js';
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
export async function readImageFacts(input: string): Promise<readonly ImageFacts[]> {
  const opened = await openInput(input, createTestHost(), {
    scratch: await temporaryDirectory(),
  });
  try {
    const { images } = await openImages(opened.archive);
    return await Promise.all(
      images.map(async ({ platform, configBytes, tags, layers, manifestDigest }) => ({
        platform: formatPlatform(platform),
        config: Buffer.from(configBytes).toString(),
        tags,
        diffIds: layers.map(({ diffId }) => diffId),
        blobs: await Promise.all(layers.map(async ({ blob }) => sha256(await blob.read(0, blob.sizeBytes)))),
        manifest: manifestDigest,
      })),
    );
  } finally {
    await opened.close();
  }
}
