import * as path from 'node:path';

import type { Host } from '../host/host.js';
import { ArtifactError } from './artifactError.js';
import { checkOutput } from './outputCheck.js';
import { createStaging } from './stagingDirectory.js';
import type { Staging } from './stagingDirectory.js';
import { isFolderFormat } from './targetOptions.js';
import type { TargetOptions } from './targetOptions.js';
import { createFolderTree } from './write/folderTree.js';
import type { OutputTree } from './write/outputTree.js';
import { createRoomGuard, roomBytes } from './write/roomGuard.js';
import type { SpendBytes } from './write/roomGuard.js';
import { createTarFileTree } from './write/tarFileTree.js';
import { createTarStreamTree } from './write/tarStreamTree.js';
import type { WriteBytes } from './write/tarStreamTree.js';

/** A stream that an archive is written to, and what a person calls it. */
interface OutputStream {
  readonly name: string;
  readonly write: WriteBytes;
}

/** An absolute path, or a stream. */
export type ConversionOutput = string | OutputStream;

/** An output that is being made. */
export interface Output {
  readonly tree: OutputTree;
  /** Absolute path of what is made; undefined for a stream. */
  readonly path?: string;
  /** A directory for what is needed meanwhile. */
  readonly scratch: string;
  /** Where a folder of the tree will be. */
  pathOf(folder: string): string;
  /** Puts the result in its place. */
  publish(): Promise<void>;
  /** Removes everything that was not published. */
  discard(): Promise<void>;
}

/** What `openOutput` needs of a request. */
export interface OutputRequest {
  readonly output: ConversionOutput;
  readonly force: boolean;
}

/**
 * Opens an output for a format, aside of its place. `output-exists` and `output-foreign` when it may not be written,
 * `target-unfit` when the format is no stream.
 */
export function openOutput(request: OutputRequest, target: TargetOptions, host: Host): Promise<Output> {
  const { output, force } = request;
  return typeof output === 'string'
    ? openPath({ output, force }, target, host)
    : openStream(output, target, host);
}

async function openPath(
  { output, force }: { readonly output: string; readonly force: boolean },
  target: TargetOptions,
  host: Host,
): Promise<Output> {
  const check = (): Promise<void> => checkOutput(output, force, host.files, target.format);
  await check();
  const staging = await createStaging(output, host, isFolderFormat(target.format) ? 'directory' : 'file');
  try {
    const tree = await openTree(staging, target, host);
    return {
      tree,
      path: output,
      scratch: staging.scratch,
      pathOf: (folder) => path.join(output, folder),
      publish: async () => {
        await check();
        await staging.publish();
      },
      discard: async () => {
        await tree.abandon();
        await staging.discard();
      },
    };
  } catch (error) {
    await staging.discard();
    throw error;
  }
}

async function openTree(staging: Staging, target: TargetOptions, host: Host): Promise<OutputTree> {
  const spend = await createSpender(staging.scratch, host);
  if (!isFolderFormat(target.format)) {
    return createTarFileTree(await host.files.create(staging.result), spend);
  }
  const scratch = path.join(staging.scratch, 'output');
  await host.files.makeDirectory(scratch);
  return createFolderTree({ root: staging.result, scratch, files: host.files, spend });
}

async function createSpender(directory: string, host: Host): Promise<SpendBytes> {
  return createRoomGuard(await roomBytes(directory, host.files), 'Writing the output');
}

/** Names of waiting files carry this, so that what killed runs left is found. */
const streamName = 'oci-recipe-stream';

async function openStream(output: OutputStream, target: TargetOptions, host: Host): Promise<Output> {
  if (isFolderFormat(target.format)) {
    throw new ArtifactError(
      'target-unfit',
      `The format ${target.format} is a folder, which cannot be written to ${output.name}; name a folder, or choose oci-tar, docker or docker-legacy.`,
    );
  }
  const place = path.join(host.system.temporaryDirectory, streamName);
  const staging = await createStaging(place, host, 'directory');
  try {
    const directory = path.join(staging.scratch, 'output');
    await host.files.makeDirectory(directory);
    const spend = await createSpender(staging.scratch, host);
    const tree = createTarStreamTree(output.write, { directory, files: host.files, spend });
    return {
      tree,
      scratch: staging.scratch,
      pathOf: () => output.name,
      publish: () => Promise.resolve(),
      discard: () => staging.discard(),
    };
  } catch (error) {
    await staging.discard();
    throw error;
  }
}
