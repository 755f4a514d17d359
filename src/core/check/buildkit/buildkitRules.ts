import type { Rule } from '../rule.js';
import { consistentInstructionCasing, fromAsCasing, stageNameCasing } from './rules/casing.js';
import { copyIgnoredFile } from './rules/copyIgnoredFile.js';
import { exposeInvalidFormat, exposeProtoCasing } from './rules/exposeRules.js';
import {
  fromPlatformFlagConstDisallowed,
  invalidBaseImagePlatform,
  invalidDefaultArgInFrom,
  redundantTargetPlatform,
  undefinedArgInFrom,
} from './rules/fromRules.js';
import {
  jsonArgsRecommended,
  legacyKeyValueFormat,
  multipleInstructionsDisallowed,
  secretsUsedInArgOrEnv,
  undefinedVar,
  workdirRelativePath,
} from './rules/instructionRules.js';
import { duplicateStageName, reservedStageName } from './rules/stageNames.js';
import { invalidDefinitionDescription, maintainerDeprecated, noEmptyContinuation } from './rules/writing.js';

/** BuildKit's build checks, computed without an engine. https://docs.docker.com/reference/build-checks/ */
export const buildkitRules: readonly Rule[] = [
  // As the file is read
  noEmptyContinuation,
  maintainerDeprecated,
  stageNameCasing,
  fromAsCasing,
  invalidDefinitionDescription,
  // As the stages are set up
  reservedStageName,
  duplicateStageName,
  consistentInstructionCasing,
  invalidDefaultArgInFrom,
  undefinedArgInFrom,
  redundantTargetPlatform,
  fromPlatformFlagConstDisallowed,
  // As the base images are found
  invalidBaseImagePlatform,
  // As the instructions are gone through
  undefinedVar,
  jsonArgsRecommended,
  workdirRelativePath,
  multipleInstructionsDisallowed,
  legacyKeyValueFormat,
  secretsUsedInArgOrEnv,
  copyIgnoredFile,
  exposeProtoCasing,
  exposeInvalidFormat,
];
