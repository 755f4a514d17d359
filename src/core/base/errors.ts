/**
 * The base of every error the product raises on purpose. `code` is stable and is what callers match on;
 * `message` says to a person what happened, to what, and what to do next.
 */
export class CoreError<Code extends string = string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** Whether `error` was raised by the product with exactly this code. */
export function hasCode<Code extends string>(error: unknown, code: Code): error is CoreError<Code> {
  return error instanceof CoreError && error.code === code;
}

/** The text of anything thrown, without a stack trace. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether `error` was raised by the product on purpose, whatever its code. */
export function isCoreError(error: unknown): error is CoreError {
  return error instanceof CoreError;
}
