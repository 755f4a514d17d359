import { CoreError } from '../base/errors.js';

/**
 * Why an artifact set cannot be written or read at all; what is wrong inside one is a `Problem`.
 * - `input-missing`: there is no archive at that path.
 * - `output-exists`: something is there already.
 * - `output-foreign`: what is there is no artifact set, so it is not replaced.
 * - `output-no-space`: the disk has too little room for the result.
 * - `image-unusable`: the image is whole, but the format takes none like it.
 * - `target-unfit`: what is asked of the output excludes itself, or the format does not have it.
 * - `name-invalid`: a name for the images is none.
 * - `artifacts-missing`: there is no artifact set at that path.
 */
export type ArtifactErrorCode =
  | 'input-missing'
  | 'output-exists'
  | 'output-foreign'
  | 'output-no-space'
  | 'image-unusable'
  | 'target-unfit'
  | 'name-invalid'
  | 'artifacts-missing';

/** An artifact set that cannot be made or read. */
export class ArtifactError extends CoreError<ArtifactErrorCode> {}
