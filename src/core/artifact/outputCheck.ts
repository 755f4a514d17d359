import * as path from 'node:path';

import type { Files } from '../host/host.js';
import { launchpadProcessors } from '../platform/processor.js';
import { ArtifactError } from './artifactError.js';
import { digestsFile, manifestFile } from './artifactFormat.js';

/**
 * Fails when the output may not be written: `output-exists` when something is there and `force` is not given,
 * `output-foreign` when what is there is not an artifact set of ours as a whole. An empty directory is no obstacle.
 */
export async function checkOutput(output: string, force: boolean, files: Files): Promise<void> {
  const status = await files.linkStatus(output);
  if (status === undefined) {
    return;
  }
  if (status.kind !== 'directory') {
    throw new ArtifactError(
      'output-exists',
      `${output} exists and is not a directory; choose another output.`,
    );
  }
  const entries = await files.list(output);
  if (entries.length === 0) {
    return;
  }
  if (!force) {
    throw new ArtifactError(
      'output-exists',
      `${output} exists already; choose another output, or replace it with --force.`,
    );
  }
  for (const { name, kind } of entries) {
    if (kind !== 'directory' || !launchpadProcessors().includes(name)) {
      throw foreign(output, path.join(output, name));
    }
    await checkSet(output, path.join(output, name), files);
  }
}

async function checkSet(output: string, directory: string, files: Files): Promise<void> {
  for (const { name, kind } of await files.list(directory)) {
    if (kind !== 'file' || !isArtifactName(name)) {
      throw foreign(output, path.join(directory, name));
    }
  }
}

function isArtifactName(name: string): boolean {
  return name === manifestFile || name === digestsFile || /^[0-9a-f]{64}(\.json|\.tar\.gz)$/.test(name);
}

function foreign(output: string, file: string): ArtifactError {
  return new ArtifactError(
    'output-foreign',
    `${output} is not replaced, because ${file} is not part of an artifact set; move it away or choose another output.`,
  );
}
