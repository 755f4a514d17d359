import { CoreError } from '../base/errors.js';

/** Why the outside world refused. */
export type HostErrorCode =
  | 'file-not-found'
  | 'file-exists'
  | 'file-denied'
  | 'file-failed'
  | 'disk-full'
  | 'program-not-found'
  | 'program-denied'
  | 'program-failed'
  | 'program-timeout'
  | 'worker-failed';

/** A failure of the file system or of starting a program. */
export class HostError extends CoreError<HostErrorCode> {}
