import { constants } from 'node:fs';
import type { BigIntStats, Dirent, Stats } from 'node:fs';
import * as fs from 'node:fs/promises';

import { guardDirectory, noteMove, releaseDirectory } from './directoryGuard.js';
import type { DirectoryEntry, FileStatus, Files, FileWriter, OpenFile } from './host.js';
import { HostError } from './hostError.js';
import type { HostErrorCode } from './hostError.js';

const chunkBytes = 256 * 1024;

/** The real file system. */
export function createNodeFiles(): Files {
  return {
    readText: (path) => guarded('read', path, () => fs.readFile(path, 'utf8')),
    readBytes: (path) => guarded('read', path, () => fs.readFile(path)),
    writeText: (path, text) => guarded('write', path, () => fs.writeFile(path, text)),
    status: (path) => statusOrNothing(path, () => fs.stat(path)),
    linkStatus: (path) => statusOrNothing(path, () => fs.lstat(path)),
    readLink: (path) => guarded('read', path, () => readLink(path)),
    list: (path) => guarded('list', path, () => listDirectory(path)),
    open: (path) => guarded('open', path, () => openFile(path)),
    create: (path) => guarded('create', path, () => createFile(path)),
    makeDirectory: (path) => guarded('create', path, () => makeDirectory(path)),
    makeUniqueDirectory: (prefix) => guarded('create', prefix, () => makeUniqueDirectory(prefix)),
    rename: (from, to) => guarded('rename', from, () => rename(from, to)),
    remove: (path) => guarded('remove', path, () => remove(path)),
    realPath: (path) => guarded('resolve', path, () => fs.realpath(path)),
    freeBytes: (path) => guarded('measure', path, () => freeBytes(path)),
  };
}

async function listDirectory(path: string): Promise<readonly DirectoryEntry[]> {
  const entries = await fs.readdir(path, { withFileTypes: true });
  return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
}

async function readLink(path: string): Promise<string | undefined> {
  const status = await fs.lstat(path);
  return status.isSymbolicLink() ? fs.readlink(path) : undefined;
}

async function makeDirectory(path: string): Promise<void> {
  await fs.mkdir(path, { recursive: true });
}

async function makeUniqueDirectory(prefix: string): Promise<string> {
  const path = await fs.mkdtemp(prefix);
  guardDirectory(path);
  return path;
}

async function rename(from: string, to: string): Promise<void> {
  noteMove(from, to);
  await fs.rename(from, to);
}

async function remove(path: string): Promise<void> {
  await fs.rm(path, { recursive: true, force: true, maxRetries: 3 });
  releaseDirectory(path);
}

async function freeBytes(path: string): Promise<number> {
  const status = await fs.statfs(path);
  return status.bavail * status.bsize;
}

async function statusOrNothing(path: string, read: () => Promise<Stats>): Promise<FileStatus | undefined> {
  try {
    const stats = await read();
    return { kind: kindOf(stats), sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
  } catch (error) {
    if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') {
      return undefined;
    }
    throw hostError('read', path, error);
  }
}

function kindOf(entry: Stats | BigIntStats | Dirent): FileStatus['kind'] {
  if (entry.isSymbolicLink()) {
    return 'symlink';
  }
  if (entry.isFile()) {
    return 'file';
  }
  return entry.isDirectory() ? 'directory' : 'other';
}

async function openFile(path: string): Promise<OpenFile> {
  // Why O_NONBLOCK: opening a pipe without a writer would otherwise wait for ever.
  const handle = await fs.open(path, constants.O_RDONLY | (constants.O_NONBLOCK || 0));
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    throw new HostError('file-failed', `${path} is not a regular file.`);
  }
  const sizeBytes = stats.size;
  return {
    sizeBytes,
    read: (offset, length) => guarded('read', path, () => readExactly(handle, path, offset, length)),
    readInto: (offset, target) => guarded('read', path, () => fill(handle, path, offset, target)),
    stream: (offset = 0, length = sizeBytes - offset) => streamRange(handle, path, offset, length),
    close: () => guarded('close', path, () => handle.close()),
  };
}

async function readExactly(
  handle: fs.FileHandle,
  path: string,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  await fill(handle, path, offset, buffer);
  return buffer;
}

async function fill(handle: fs.FileHandle, path: string, offset: number, target: Uint8Array): Promise<void> {
  const { length } = target;
  for (let filled = 0; filled < length;) {
    const { bytesRead } = await handle.read(target, filled, length - filled, offset + filled);
    if (bytesRead === 0) {
      throw new HostError(
        'file-failed',
        `${path} ends at byte ${offset + filled}, but ${length} bytes were wanted from byte ${offset}.`,
      );
    }
    filled += bytesRead;
  }
}

async function* streamRange(
  handle: fs.FileHandle,
  path: string,
  offset: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < length;) {
    const size = Math.min(chunkBytes, length - done);
    yield await guarded('read', path, () => readExactly(handle, path, offset + done, size));
    done += size;
  }
}

async function createFile(path: string): Promise<FileWriter> {
  const handle = await fs.open(path, 'wx');
  let sizeBytes = 0;
  return {
    write: async (bytes) => {
      const offset = sizeBytes;
      sizeBytes += bytes.length;
      await guarded('write', path, () => writeAll(handle, bytes, offset));
    },
    writeAt: (offset, bytes) => guarded('write', path, () => writeAll(handle, bytes, offset)),
    // Why no sync: it would take as long again as writing did, and tools that write images do without.
    close: () => guarded('close', path, () => handle.close()),
  };
}

async function writeAll(handle: fs.FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}

async function guarded<Value>(verb: string, path: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (error) {
    throw hostError(verb, path, error);
  }
}

const codes: Readonly<Record<string, readonly [HostErrorCode, string]>> = {
  ENOENT: ['file-not-found', 'it does not exist'],
  EEXIST: ['file-exists', 'it exists already'],
  EACCES: ['file-denied', 'access is denied; check its permissions'],
  EPERM: ['file-denied', 'access is denied; check its permissions'],
  EROFS: ['file-denied', 'the file system is read-only'],
  ENOSPC: ['disk-full', 'the disk is full; free some space and try again'],
  EDQUOT: ['disk-full', 'the disk quota is used up; free some space and try again'],
};

function hostError(verb: string, path: string, error: unknown): HostError {
  if (error instanceof HostError) {
    return error;
  }
  const [code, reason] = codes[errno(error)] ?? ['file-failed', reasonOf(error)];
  return new HostError(code, `Cannot ${verb} ${path}: ${reason}.`, { cause: error });
}

function errno(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
