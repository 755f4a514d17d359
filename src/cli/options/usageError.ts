import { CoreError } from '../../core/base/errors.js';

/** The command line was used in a way that means nothing; the message says what would. */
export class UsageError extends CoreError<'usage'> {
  constructor(message: string) {
    super('usage', message);
  }
}
