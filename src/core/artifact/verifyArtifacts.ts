import * as path from 'node:path';

import type { Files, Host } from '../host/host.js';
import { launchpadProcessors } from '../platform/processor.js';
import { ArtifactError } from './artifactError.js';
import { digestsFile, manifestFile } from './artifactFormat.js';
import type { ByteWorkOptions } from './byteProgress.js';
import { byteCounter } from './byteProgress.js';
import type { Problem } from './imageReport.js';
import type { SetResult } from './verification/setResult.js';
import { verifySet } from './verification/verifySet.js';

/** What a directory of artifacts holds, and everything that is wrong with it. */
export type Verification = SetResult;

/**
 * Reads an artifact set, or a directory of them named by processor, and checks every statement in it against the
 * bytes. All problems are reported, none is thrown; only `artifacts-missing` is, when there is no set at all.
 */
export async function verifyArtifacts(
  directory: string,
  host: Host,
  options: ByteWorkOptions = {},
): Promise<Verification> {
  const found = await findSets(directory, host.files);
  const total = await totalBytes(found.sets, host.files);
  const onRead = byteCounter(total, options);
  const results: SetResult[] = [];
  for (const set of found.sets) {
    const isNamed = set !== directory || launchpadProcessors().includes(path.basename(set));
    results.push(
      await verifySet(set, host, {
        onRead,
        ...(isNamed && { processor: path.basename(set) }),
        ...(options.signal !== undefined && { signal: options.signal }),
      }),
    );
  }
  return {
    images: results.flatMap(({ images }) => images),
    problems: [...found.problems, ...results.flatMap(({ problems }) => problems)],
    notes: results.flatMap(({ notes }) => notes),
  };
}

interface FoundSets {
  readonly sets: readonly string[];
  readonly problems: readonly Problem[];
}

async function findSets(directory: string, files: Files): Promise<FoundSets> {
  const status = await files.status(directory);
  if (status?.kind !== 'directory') {
    throw new ArtifactError('artifacts-missing', `There is no directory of artifacts at ${directory}.`);
  }
  if (await isSet(directory, files)) {
    return { sets: [directory], problems: [] };
  }
  const sets: string[] = [];
  const problems: Problem[] = [];
  for (const { name, kind } of await files.list(directory)) {
    const file = path.join(directory, name);
    if (kind === 'directory' && (launchpadProcessors().includes(name) || (await isSet(file, files)))) {
      sets.push(file);
    } else {
      problems.push({
        code: 'artifact-foreign-file',
        message: `${file} is not part of any artifact set.`,
        file,
      });
    }
  }
  if (sets.length === 0) {
    throw new ArtifactError(
      'artifacts-missing',
      `${directory} holds no artifact set: no ${manifestFile} or ${digestsFile}, here or one level below.`,
    );
  }
  return { sets: sets.toSorted(), problems };
}

async function isSet(directory: string, files: Files): Promise<boolean> {
  const names = (await files.list(directory)).map(({ name }) => name);
  return names.includes(manifestFile) || names.includes(digestsFile);
}

async function totalBytes(sets: readonly string[], files: Files): Promise<number> {
  let total = 0;
  for (const set of sets) {
    for (const { name, kind } of await files.list(set)) {
      const isLayer = kind === 'file' && name.endsWith('.tar.gz');
      total += isLayer ? ((await files.status(path.join(set, name)))?.sizeBytes ?? 0) : 0;
    }
  }
  return total;
}
