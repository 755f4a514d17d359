import type { BuildFailure } from './buildEvent.js';

/**
 * The Dockerfile that the line of a failure counts in; `dockerfile` is the recipe's own. Undefined where there is no
 * such file: it is inline, or remote.
 */
export function failureFile(
  failure: Pick<BuildFailure, 'linkedTarget'>,
  dockerfile: string | undefined,
): string | undefined {
  return failure.linkedTarget === undefined ? dockerfile : failure.linkedTarget.dockerfile;
}
