import * as path from 'node:path';

import type { Host } from '../host/host.js';
import type { Archive } from '../image/archive/archive.js';
import { memorySource } from '../image/archive/byteRange.js';
import { decompressed, sniffCompression, sniffedBytes } from '../image/layer/compression.js';
import type { Compression } from '../image/layer/compression.js';
import { ImageError } from '../image/imageError.js';
import { checkTarStart, openTarArchive } from '../image/archive/tarArchive.js';
import { tarBlockBytes } from '../image/archive/tarHeader.js';
import { ArtifactError } from './artifactError.js';
import { openFolderArchive } from './folderArchive.js';
import { createRoomGuard, roomBytes } from './write/roomGuard.js';

/** A stream of an archive, and what a person calls it. */
interface InputStream {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** An absolute path, or a stream. */
export type ConversionInput = string | InputStream;

/** An archive that is open; whoever opens it closes it. */
export interface Input {
  readonly archive: Archive;
  /** What had to be done to open it and a person may want to know. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** What opening an input may need. */
export interface InputOptions {
  readonly signal?: AbortSignal;
  /** A directory for what must be unpacked before it can be read; every input has one of its own. */
  readonly scratch: string;
}

/**
 * Opens a folder or a tar archive. An archive that is compressed as a whole, or a stream, is first copied into the
 * scratch directory, because its members are needed in another order than they have; the copy is bounded by the
 * room on the disk, and said. A file of a folder that is an image stands for the folder. `input-missing` when nothing
 * is there.
 */
export async function openInput(input: ConversionInput, host: Host, options: InputOptions): Promise<Input> {
  return typeof input === 'string' ? openPath(input, host, options) : openStream(input, host, options);
}

/** The files that make a folder an image, when one of them is named for it. */
const partNames: readonly string[] = ['manifest.json', 'digests.json', 'index.json', 'oci-layout'];

async function openPath(input: string, host: Host, options: InputOptions): Promise<Input> {
  const status = await host.files.status(input);
  if (status === undefined) {
    throw new ArtifactError('input-missing', `There is no archive at ${input}.`);
  }
  if (status.kind === 'directory') {
    return openFolder(input, host);
  }
  if (status.kind === 'other') {
    throw new ImageError(
      'archive-unreadable',
      `${input} is no regular file; send it to standard input and give - for it.`,
    );
  }
  if (partNames.includes(path.basename(input))) {
    return openFolder(path.dirname(input), host);
  }
  return openFile(input, host, options);
}

function openFolder(folder: string, host: Host): Input {
  return { archive: openFolderArchive(folder, host.files), notes: [], close: () => Promise.resolve() };
}

async function openFile(input: string, host: Host, options: InputOptions): Promise<Input> {
  const packed = await host.files.open(input);
  try {
    const compression = await sniffCompression(packed);
    if (compression === 'none') {
      const archive = await openTarArchive(input, packed, options.signal);
      return { archive, notes: [], close: () => packed.close() };
    }
    const stream = { name: input, bytes: packed.stream() };
    const copy = await copyUnpacked(stream, compression, { host, ...options });
    await packed.close();
    return await openCopy(copy, host, options);
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

async function openCopy(copy: Copy, host: Host, options: InputOptions): Promise<Input> {
  const file = await host.files.open(copy.file);
  try {
    const archive = await openTarArchive(copy.name, file, options.signal);
    return { archive, notes: [copy.note], close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** A temporary file with the bytes of an input, not compressed as a whole. */
interface Copy {
  readonly name: string;
  readonly file: string;
  readonly note: string;
}

interface CopyOptions extends InputOptions {
  readonly host: Host;
}

async function openStream(input: InputStream, host: Host, options: InputOptions): Promise<Input> {
  const { start, bytes, release } = await peek(input.bytes, sniffedBytes);
  try {
    const compression = await sniffCompression(memorySource(start));
    const copy = await copyUnpacked({ name: input.name, bytes }, compression, { host, ...options });
    return await openCopy(copy, host, options);
  } finally {
    release();
  }
}

/** A stream of which the start is known. */
interface PeekedStream {
  /** Fewer bytes than asked for only where the stream ends. */
  readonly start: Uint8Array;
  /** The whole stream, the start with it. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Gives up what was not read: who writes into a stream that nobody reads to its end would wait for ever. */
  readonly release: () => void;
}

async function peek(bytes: AsyncIterable<Uint8Array>, length: number): Promise<PeekedStream> {
  const iterator = bytes[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  for (let read = 0; read < length;) {
    const next: IteratorResult<Uint8Array, unknown> = await iterator.next();
    if (next.done === true) {
      break;
    }
    chunks.push(next.value);
    read += next.value.length;
  }
  return {
    start: Buffer.concat(chunks),
    bytes: chained(chunks, iterator),
    release: () => {
      // Why not awaited: a stream that is being read ends only once it has given what it was asked for.
      iterator.return?.().catch(() => undefined);
    },
  };
}

async function* chained(
  chunks: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* chunks;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    yield next.value;
  }
}

/** A stream whose first block is looked at before anything follows: what is no archive is not read to its end. */
async function* checkedStart(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const peeked = await peek(bytes, tarBlockBytes);
  try {
    if (peeked.start.length >= tarBlockBytes) {
      checkTarStart(peeked.start.subarray(0, tarBlockBytes), name);
    }
    yield* peeked.bytes;
  } finally {
    peeked.release();
  }
}

async function copyUnpacked(
  { name, bytes }: InputStream,
  compression: Compression,
  { host, scratch, signal }: CopyOptions,
): Promise<Copy> {
  refuseForeign(name, compression);
  const file = path.join(scratch, 'archive.tar');
  const verb = compression === 'none' ? 'Keeping' : 'Unpacking';
  const spend = createRoomGuard(await roomBytes(scratch, host.files), `${verb} ${name}`);
  const writer = await host.files.create(file);
  let sizeBytes = 0;
  try {
    const plain = compression === 'none' ? bytes : decompressed(bytes, compression, name);
    for await (const chunk of checkedStart(plain, name)) {
      signal?.throwIfAborted();
      spend(chunk.length);
      sizeBytes += chunk.length;
      await writer.write(chunk);
    }
  } finally {
    await writer.close();
  }
  const reason = compression === 'none' ? 'is a stream' : `is compressed as a whole, with ${compression}`;
  const note = `${name} ${reason}, so it was copied to a temporary file of ${sizeBytes} bytes first.`;
  return { name, file, note };
}
