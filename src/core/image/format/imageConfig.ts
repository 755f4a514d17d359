import * as z from 'zod';

import type { Digest } from '../../base/digest.js';
import { normalizePlatform } from '../../platform/platform.js';
import type { Platform } from '../../platform/platform.js';
import { digestSchema } from './descriptor.js';

/** What we need of an image's config. https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md */
export interface ImageConfig {
  readonly platform: Platform;
  /** Whether the config names the variant itself. */
  readonly hasVariant: boolean;
  /** The uncompressed layers, lowest first. */
  readonly diffIds: readonly Digest[];
  /** How many entries of the history made a layer; undefined when there is no history. */
  readonly historyLayers?: number;
}

const historySchema = z
  .array(z.object({ empty_layer: z.boolean().nullish() }))
  .nullish()
  .transform((history) => history ?? []);

/** Decodes a config of OCI's or Docker's type. */
export const imageConfigSchema = z
  .object({
    os: z.string().min(1),
    architecture: z.string().min(1),
    variant: z.string().nullish(),
    rootfs: z.object({ diff_ids: z.array(digestSchema).nullish() }),
    history: historySchema,
  })
  .transform(({ os, architecture, variant, rootfs, history }): ImageConfig => {
    const historyLayers = history.filter((entry) => entry.empty_layer !== true).length;
    return {
      platform: normalizePlatform(os, architecture, variant ?? undefined),
      hasVariant: typeof variant === 'string' && variant !== '',
      diffIds: rootfs.diff_ids ?? [],
      ...(history.length > 0 && { historyLayers }),
    };
  });
