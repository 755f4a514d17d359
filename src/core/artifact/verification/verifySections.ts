import * as z from 'zod';

import type { Digest } from '../../base/digest.js';
import { imageConfigSchema } from '../../image/format/imageConfig.js';
import type { ImageConfig } from '../../image/format/imageConfig.js';
import { formatPlatform } from '../../platform/platform.js';
import { checkDigest, findBlob, readDocument } from './archiveUnderTest.js';
import type { ArchiveUnderTest, VerifiedImage } from './archiveUnderTest.js';
import { checkConfigCounts } from './checkCounts.js';

const manifestName = 'manifest.json';

const sectionsSchema = z.array(
  z.object({
    Config: z.string().min(1),
    RepoTags: z.array(z.string()).nullish(),
    Layers: z.array(z.string()).nullish(),
  }),
);

type Section = z.infer<typeof sectionsSchema>[number];

/** Verifies what the manifest.json of `docker save` and its like says; layers become claims. */
export async function verifySections(test: ArchiveUnderTest): Promise<void> {
  const blob = await findBlob(test, manifestName, { where: manifestName });
  const document = blob && (await readDocument(test, blob, { where: manifestName, schema: sectionsSchema }));
  for (const section of document?.value ?? []) {
    await verifySection(test, section);
  }
}

async function verifySection(test: ArchiveUnderTest, section: Section): Promise<void> {
  const blob = await findBlob(test, section.Config, { where: section.Config });
  const document =
    blob && (await readDocument(test, blob, { where: section.Config, schema: imageConfigSchema }));
  if (document === undefined) {
    return;
  }
  const [hex] = /[0-9a-f]{64}/.exec(section.Config) ?? [];
  if (hex !== undefined) {
    checkDigest(test, { where: section.Config, expected: `sha256:${hex}`, actual: document.digest });
  }
  const names = section.Layers ?? [];
  const where = section.RepoTags?.[0] ?? section.Config;
  checkConfigCounts(test, { config: document.value, layers: names.length, where });
  const platform = formatPlatform(document.value.platform);
  const layers = await verifyLayers(test, names, document.value);
  // Why: an image that an index led to already was told of there, with its manifest.
  if (!test.images.some(({ configDigest }) => configDigest === document.digest)) {
    test.images.push({ platform, configDigest: document.digest, layers });
  }
}

async function verifyLayers(
  test: ArchiveUnderTest,
  names: readonly string[],
  config: ImageConfig,
): Promise<VerifiedImage['layers']> {
  const layers: VerifiedImage['layers'][number][] = [];
  const platform = formatPlatform(config.platform);
  for (const [index, name] of names.entries()) {
    const diffId = config.diffIds[index];
    const blob = name === '' ? undefined : await findBlob(test, name, { where: name, platform });
    if (blob !== undefined) {
      const digest = digestOfName(name);
      test.claims.push({
        blob,
        where: name,
        ...(digest !== undefined && { digest }),
        layer: diffId === undefined ? {} : { diffId },
        platform,
      });
      layers.push(...(diffId === undefined ? [] : [{ diffId, blob, where: name }]));
    }
  }
  return layers;
}

/** Blobs of the OCI folder are named by their digest; other names promise nothing. */
function digestOfName(name: string): Digest | undefined {
  const [, hex] = /(?:^|\/)blobs\/sha256\/([0-9a-f]{64})$/.exec(name) ?? [];
  return hex === undefined ? undefined : `sha256:${hex}`;
}
