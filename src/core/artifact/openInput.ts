import * as path from 'node:path';

import type { Host, OpenFile } from '../host/host.js';
import type { Archive } from '../image/archive/archive.js';
import { decompressed, sniffCompression } from '../image/layer/compression.js';
import type { Compression } from '../image/layer/compression.js';
import { ImageError } from '../image/imageError.js';
import { openTarArchive } from '../image/archive/tarArchive.js';
import { ArtifactError } from './artifactError.js';
import { openFolderArchive } from './folderArchive.js';

/** An archive that is open; whoever opens it closes it. */
export interface Input {
  readonly archive: Archive;
  close(): Promise<void>;
}

/** What opening an input may need. */
export interface InputOptions {
  readonly signal?: AbortSignal;
  /** A directory for what must be unpacked before it can be read; every input has one of its own. */
  readonly scratch: string;
}

/**
 * Opens a folder (an OCI layout) or a tar archive. A compressed archive is unpacked into the scratch directory
 * first, because its members are needed in another order than they have. `input-missing` when nothing is there.
 */
export async function openInput(input: string, host: Host, options: InputOptions): Promise<Input> {
  const status = await host.files.status(input);
  if (status === undefined) {
    throw new ArtifactError('input-missing', `There is no archive at ${input}.`);
  }
  if (status.kind === 'directory') {
    return { archive: openFolderArchive(input, host.files), close: () => Promise.resolve() };
  }
  return openFile(input, host, options);
}

async function openFile(input: string, host: Host, options: InputOptions): Promise<Input> {
  const packed = await host.files.open(input);
  try {
    const compression = await sniffCompression(packed);
    if (compression === 'none') {
      return { archive: await openTarArchive(input, packed, options.signal), close: () => packed.close() };
    }
    refuseForeign(input, compression);
    const unpacked = await unpack(input, packed, compression, { host, ...options });
    await packed.close();
    return await openUnpacked(input, unpacked, host, options);
  } catch (error) {
    await packed.close();
    throw error;
  }
}

/** How what we do not unpack is unpacked. */
const foreignPrograms: Partial<Record<Compression, string>> = { bzip2: 'bunzip2', xz: 'unxz' };

function refuseForeign(input: string, compression: Compression): void {
  const program = foreignPrograms[compression];
  if (program !== undefined) {
    throw new ImageError(
      'archive-unsupported',
      `${input} is compressed with ${compression}; unpack it first, with "${program} --keep".`,
    );
  }
}

async function openUnpacked(
  input: string,
  unpacked: string,
  host: Host,
  options: InputOptions,
): Promise<Input> {
  const file = await host.files.open(unpacked);
  try {
    return { archive: await openTarArchive(input, file, options.signal), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Room that unpacking leaves on the disk, so that a small file that inflates without end fills nobody's disk. */
function reserveBytes(freeBytes: number): number {
  return Math.min(256 * 1024 * 1024, freeBytes / 4);
}

async function unpack(
  input: string,
  packed: OpenFile,
  compression: Compression,
  { host, scratch, signal }: InputOptions & { readonly host: Host },
): Promise<string> {
  const file = path.join(scratch, 'unpacked.tar');
  const freeBytes = await host.files.freeBytes(scratch);
  const roomBytes = Math.floor(freeBytes - reserveBytes(freeBytes));
  const writer = await host.files.create(file);
  let writtenBytes = 0;
  try {
    for await (const chunk of decompressed(packed.stream(), compression, input)) {
      signal?.throwIfAborted();
      writtenBytes += chunk.length;
      checkRoom(input, writtenBytes, roomBytes);
      await writer.write(chunk);
    }
  } finally {
    await writer.close();
  }
  return file;
}

function checkRoom(input: string, writtenBytes: number, roomBytes: number): void {
  if (writtenBytes > roomBytes) {
    throw new ArtifactError(
      'output-no-space',
      `Unpacking ${input} takes more than the ${roomBytes} bytes that the disk has to spare.`,
    );
  }
}
