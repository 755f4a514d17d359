import { collectionFunctions } from './collectionFunctions.js';
import type { FunctionTable } from './definition.js';
import { encodingFunctions } from './encodingFunctions.js';
import { formatFunctions } from './formatFunctions.js';
import { numberFunctions } from './numberFunctions.js';
import { patternFunctions } from './patternFunctions.js';
import { textFunctions } from './textFunctions.js';
import { timeFunctions } from './timeFunctions.js';

/**
 * Bake's standard library, as far as it is evaluated here. `timestamp` needs a clock and is added by the resolver.
 * https://github.com/docker/buildx/blob/v0.29.1/docs/bake-stdlib.md
 */
export const standardFunctions: FunctionTable = {
  ...collectionFunctions,
  ...encodingFunctions,
  ...formatFunctions,
  ...numberFunctions,
  ...patternFunctions,
  ...textFunctions,
  ...timeFunctions,
};

/** What bake knows and is not evaluated here: it is random, needs keys or the machine, or is too rare to be trusted. */
export const unsupportedFunctions: ReadonlySet<string> = new Set([
  'bcrypt',
  'byteslen',
  'bytesslice',
  'cidrhost',
  'cidrnetmask',
  'cidrsubnet',
  'cidrsubnets',
  'convert',
  'homedir',
  'rsadecrypt',
  'semvercmp',
  'timestamp',
  'unixtimestampparse',
  'uuidv4',
  'uuidv5',
]);
