import * as path from 'node:path';

import type { Files } from '../host/host.js';
import { tarBlockBytes } from '../image/archive/tarHeader.js';
import { launchpadProcessors } from '../platform/processor.js';
import { ArtifactError } from './artifactError.js';
import { digestsFile, manifestFile } from './artifactFormat.js';
import { isFolderFormat } from './targetOptions.js';
import type { TargetFormat } from './targetOptions.js';

/**
 * Fails when the output may not be written: `output-exists` when something is there and `force` is not given,
 * `output-foreign` when what is there is not of the same form as a whole. An empty directory is no obstacle to a
 * folder.
 */
export async function checkOutput(
  output: string,
  force: boolean,
  files: Files,
  format: TargetFormat = 'launchpad',
): Promise<void> {
  const status = await files.linkStatus(output);
  if (status === undefined) {
    return;
  }
  const wanted = isFolderFormat(format) ? 'directory' : 'file';
  if (status.kind !== wanted) {
    throw new ArtifactError(
      'output-exists',
      `${output} exists and is not a ${wanted}; choose another output.`,
    );
  }
  await (wanted === 'file'
    ? checkFile(output, force, files)
    : checkFolder(output, force, files, format === 'oci' ? checkLayout : checkSets));
}

type Entries = Awaited<ReturnType<Files['list']>>;
type CheckContent = (output: string, entries: Entries, files: Files) => Promise<void>;

async function checkFolder(
  output: string,
  force: boolean,
  files: Files,
  checkContent: CheckContent,
): Promise<void> {
  const entries = await files.list(output);
  if (entries.length === 0) {
    return;
  }
  if (!force) {
    throw existing(output);
  }
  await checkContent(output, entries, files);
}

/** Only an archive is replaced by one: a mistyped path shall not cost another file. */
async function checkFile(output: string, force: boolean, files: Files): Promise<void> {
  if (!force) {
    throw existing(output);
  }
  const file = await files.open(output);
  try {
    const start = await file.read(0, Math.min(file.sizeBytes, tarBlockBytes));
    const magic = new TextDecoder().decode(start.subarray(257, 262));
    if (file.sizeBytes > 0 && magic !== 'ustar') {
      throw new ArtifactError(
        'output-foreign',
        `${output} is not replaced, because it is no tar archive; move it away or choose another output.`,
      );
    }
  } finally {
    await file.close();
  }
}

/** An OCI layout and nothing else. */
async function checkLayout(output: string, entries: Entries, files: Files): Promise<void> {
  for (const { name, kind } of entries) {
    const isPart =
      kind === 'directory' ? name === 'blobs' : kind === 'file' && /^(?:index\.json|oci-layout)$/.test(name);
    if (!isPart) {
      throw foreign(output, path.join(output, name), 'an OCI layout');
    }
  }
  const blobs = path.join(output, 'blobs');
  for (const { name, kind } of (await files.status(blobs)) === undefined ? [] : await files.list(blobs)) {
    if (kind !== 'directory' || name !== 'sha256') {
      throw foreign(output, path.join(blobs, name), 'an OCI layout');
    }
    for (const blob of await files.list(path.join(blobs, name))) {
      if (blob.kind !== 'file' || !/^[0-9a-f]{64}$/.test(blob.name)) {
        throw foreign(output, path.join(blobs, name, blob.name), 'an OCI layout');
      }
    }
  }
}

async function checkSets(output: string, entries: Entries, files: Files): Promise<void> {
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

function existing(output: string): ArtifactError {
  return new ArtifactError(
    'output-exists',
    `${output} exists already; choose another output, or replace it with --force.`,
  );
}

function foreign(output: string, file: string, whole = 'an artifact set'): ArtifactError {
  return new ArtifactError(
    'output-foreign',
    `${output} is not replaced, because ${file} is not part of ${whole}; move it away or choose another output.`,
  );
}
