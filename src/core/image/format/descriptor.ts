import * as z from 'zod';

import { isDigest } from '../../base/digest.js';
import type { Digest } from '../../base/digest.js';

/** A blob as a manifest or an index names it. https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly annotations: ReadonlyMap<string, string>;
}

/** A sha256 digest in exactly the form the specification gives it; nothing else ever becomes part of a name. */
export const digestSchema = z.custom<Digest>(isDigest, {
  message: 'must be sha256: and 64 lower-case hexadecimal digits',
});

/** The annotations of a descriptor or a manifest; `null` is written by some tools for none. */
export const annotationsSchema = z
  .record(z.string(), z.string())
  .nullish()
  .transform((record) => new Map(Object.entries(record ?? {})) as ReadonlyMap<string, string>);

/** Decodes a descriptor; what we do not use is not looked at. */
export const descriptorSchema = z
  .object({
    mediaType: z.string().default(''),
    digest: digestSchema,
    size: z.number().int().nonnegative(),
    annotations: annotationsSchema,
  })
  .transform(({ size, ...descriptor }): Descriptor => ({
    ...descriptor,
    sizeBytes: size,
  }));
