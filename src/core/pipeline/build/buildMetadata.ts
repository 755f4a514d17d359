import * as z from 'zod';

import type { Problem } from '../../artifact/imageReport.js';
import { isDigest } from '../../base/digest.js';
import type { Digest } from '../../base/digest.js';
import type { Files } from '../../host/host.js';
import { readIfThere } from './readIfThere.js';

/**
 * What the builder says it made, as `--metadata-file` holds it. A bake run has one such object a target.
 * https://docs.docker.com/reference/cli/docker/buildx/build/#metadata-file
 */
export interface BuildMetadata {
  /** Digest of the index (several platforms, attestations) or manifest that was exported. */
  readonly imageDigest?: Digest;
  /** Digest of the config; absent for an index. */
  readonly configDigest?: Digest;
}

const digestSchema = z.string().refine(isDigest).optional();
const resultSchema = z.object({
  'containerimage.digest': digestSchema,
  'containerimage.config.digest': digestSchema,
});

/** Reads a metadata file; undefined when the builder wrote none. A file that is not what it should be is a problem. */
export async function readBuildMetadata(
  file: string,
  targetName: string,
  files: Files,
): Promise<BuildMetadata | Problem | undefined> {
  const text = await readIfThere(file, files);
  return text === undefined ? undefined : decodeBuildMetadata(text, targetName, file);
}

/** Decodes the text of a metadata file; what is not of its form is a problem. */
export function decodeBuildMetadata(text: string, targetName: string, file: string): BuildMetadata | Problem {
  try {
    const json = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    const result = resultSchema.parse(json[targetName] ?? json);
    const imageDigest = result['containerimage.digest'];
    const configDigest = result['containerimage.config.digest'];
    return {
      ...(imageDigest !== undefined && { imageDigest }),
      ...(configDigest !== undefined && { configDigest }),
    };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      return {
        code: 'metadata-unreadable',
        message:
          'What the builder wrote of its result (--metadata-file) cannot be read, so the archive cannot be compared with it.',
        file,
      };
    }
    throw error;
  }
}
