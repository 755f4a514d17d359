import type { Rule } from './rule.js';
import { architectureSpecificDownload } from './rules/architectureSpecificDownload.js';
import { basePlatformMissing } from './rules/basePlatformMissing.js';
import { builderPathPrefix } from './rules/builderPathPrefix.js';
import { buildFileOutsideRepository } from './rules/buildFileOutsideRepository.js';
import { contextOutsideRepository } from './rules/contextOutsideRepository.js';
import { detachedHead } from './rules/detachedHead.js';
import { dockerfileSyntax } from './rules/dockerfileSyntax.js';
import { excludedByDockerignore } from './rules/excludedByDockerignore.js';
import { ignoredByGit } from './rules/ignoredByGit.js';
import { invalidIgnorePattern } from './rules/invalidIgnorePattern.js';
import { launchpadBranchForm } from './rules/launchpadBranchForm.js';
import { launchpadBranchName } from './rules/launchpadBranchName.js';
import { launchpadBuildArg } from './rules/launchpadBuildArg.js';
import { launchpadClassicBuilder } from './rules/launchpadClassicBuilder.js';
import { launchpadIgnores } from './rules/launchpadIgnores.js';
import { launchpadNameInvalid } from './rules/launchpadNameInvalid.js';
import { launchpadTagRef } from './rules/launchpadTagRef.js';
import { missingContext } from './rules/missingContext.js';
import { missingDockerfile } from './rules/missingDockerfile.js';
import { missingLabel } from './rules/missingLabel.js';
import { missingSource } from './rules/missingSource.js';
import { processorUnmapped } from './rules/processorUnmapped.js';
import { runNeedsEmulation } from './rules/runNeedsEmulation.js';
import { secretInArgument } from './rules/secretInArgument.js';
import { sourceCaseMismatch } from './rules/sourceCaseMismatch.js';
import { sourceLeavesContext } from './rules/sourceLeavesContext.js';
import { ubuntuSeriesMismatch } from './rules/ubuntuSeriesMismatch.js';
import { unknownTarget } from './rules/unknownTarget.js';
import { unpinnedBaseImage } from './rules/unpinnedBaseImage.js';
import { untrackedSource } from './rules/untrackedSource.js';

/** Every rule of recipes, once. Findings are sorted by place, so the order here only groups. */
export const rules: readonly Rule[] = [
  // The branch
  launchpadBranchName,
  launchpadBranchForm,
  launchpadTagRef,
  detachedHead,
  ubuntuSeriesMismatch,
  // The Dockerfile as such
  missingDockerfile,
  dockerfileSyntax,
  unknownTarget,
  // What it is built on and for
  unpinnedBaseImage,
  basePlatformMissing,
  architectureSpecificDownload,
  runNeedsEmulation,
  secretInArgument,
  missingLabel,
  // The files it takes
  missingContext,
  invalidIgnorePattern,
  missingSource,
  sourceCaseMismatch,
  sourceLeavesContext,
  excludedByDockerignore,
  untrackedSource,
  ignoredByGit,
  // What Launchpad makes of the recipe
  contextOutsideRepository,
  buildFileOutsideRepository,
  builderPathPrefix,
  launchpadNameInvalid,
  launchpadBuildArg,
  processorUnmapped,
  launchpadIgnores,
  launchpadClassicBuilder,
];
