import { CoreError } from '../../base/errors.js';
import type { Range } from '../../base/text.js';

/**
 * Why an expression has no value. `hcl-unsupported` is the honest one: the expression is right for bake, but this
 * evaluator does not know what it means, so nothing is said about its value.
 */
export type HclErrorCode = 'hcl-syntax' | 'hcl-evaluation' | 'hcl-unsupported';

/** An expression that cannot be read or has no value; never leaves the recipe model, where it becomes a finding. */
export class HclError extends CoreError<HclErrorCode> {}

/** The same, at its place in the recipe file. */
export class PlacedHclError extends HclError {
  readonly range: Range;

  constructor(error: HclError, range: Range) {
    super(error.code, error.message, { cause: error });
    this.range = range;
  }
}

/** Raises the error of an expression that is well-formed but has no value. */
export function failEvaluation(message: string): never {
  throw new HclError('hcl-evaluation', message);
}

/** Raises the error of something that bake understands and this evaluator does not. */
export function failUnsupported(what: string): never {
  throw new HclError(
    'hcl-unsupported',
    `${what} cannot be evaluated here; docker buildx bake --print shows what it gives.`,
  );
}
