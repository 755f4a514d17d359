import { CoreError } from '../../base/errors.js';

/** ShellCheck ran and did not do its work; the message says why and what to do. */
export class ShellcheckError extends CoreError<'shellcheck-failed'> {
  constructor(message: string) {
    super('shellcheck-failed', message);
  }
}
