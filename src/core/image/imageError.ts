import { CoreError } from '../base/errors.js';

/**
 * Why an archive cannot be taken for an image.
 * - `archive-unreadable`: it is no archive of a kind we know.
 * - `archive-truncated`: it ends before what its headers announce.
 * - `archive-corrupt`: it breaks the rules of its own format.
 * - `archive-unsupported`: it is well formed, but of a kind that we do not take.
 * - `archive-too-large`: a part that must be held in memory is larger than any real one.
 * - `archive-incomplete`: it names a blob that it does not hold.
 * - `archive-mismatch`: bytes differ from what the archive says of them.
 * - `archive-ambiguous`: it holds several images where one is wanted.
 * - `archive-no-image`: it holds no image, or none for a platform that is wanted.
 */
export type ImageErrorCode =
  | 'archive-unreadable'
  | 'archive-truncated'
  | 'archive-corrupt'
  | 'archive-unsupported'
  | 'archive-too-large'
  | 'archive-incomplete'
  | 'archive-mismatch'
  | 'archive-ambiguous'
  | 'archive-no-image';

/** An image archive that cannot be read, or that says what is not true. */
export class ImageError extends CoreError<ImageErrorCode> {}
