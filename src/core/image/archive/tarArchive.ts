import type { ByteSource } from '../../base/byteSource.js';
import type { Archive } from './archive.js';
import { byteRange } from './byteRange.js';
import { normalizeName, resolveLink } from './entryName.js';
import { foldersOf, membersOf } from './tarFolders.js';
import { ImageError } from '../imageError.js';
import { checkFirstBlock, readTarIndex } from './tarIndex.js';
import type { TarEntry } from './tarIndex.js';

const maxHops = 8;

/** Opens a tar archive as named blobs; reads its headers only. Errors are those of `readTarIndex`. */
export async function openTarArchive(
  name: string,
  source: ByteSource,
  signal?: AbortSignal,
): Promise<Archive> {
  const index = await readTarIndex(source, signal).catch((error: unknown) => {
    throw naming(name, error);
  });
  const notes = new Set(index.notes);
  const opened = new Map<TarEntry, ByteSource>();
  let folders: ReturnType<typeof foldersOf> | undefined;
  return {
    name,
    find: async (path) => {
      const entry = findFile(index.entries, path, notes);
      if (entry === undefined) {
        return undefined;
      }
      const known = opened.get(entry);
      if (known !== undefined) {
        return known;
      }
      await checkReplaced(source, path, entry);
      const blob = byteRange(source, entry.offset, entry.sizeBytes);
      opened.set(entry, blob);
      return blob;
    },
    list: (folder) => {
      folders ??= foldersOf(index.entries);
      return Promise.resolve(membersOf(folders, normalizeName(folder)));
    },
    notes: () => [...notes],
  };
}

/** Fails with `archive-unreadable`, naming `name`, when what starts with this block cannot be a tar archive. */
export function checkTarStart(block: Uint8Array, name: string): void {
  try {
    checkFirstBlock(block);
  } catch (error) {
    throw naming(name, error);
  }
}

function naming(name: string, error: unknown): unknown {
  return error instanceof ImageError
    ? new ImageError(error.code, `${name}: ${error.message}`, { cause: error })
    : error;
}

function findFile(
  entries: ReadonlyMap<string, TarEntry>,
  path: string,
  notes: Set<string>,
): TarEntry | undefined {
  const visited = new Set<string>();
  let name = normalizeName(path);
  if (path.startsWith('/')) {
    notes.add(`"${path}" is written with a leading slash; it is looked up inside the archive.`);
  }
  for (let entry = entries.get(name); entry !== undefined; entry = entries.get(name)) {
    if (entry.kind === 'file') {
      return entry;
    }
    checkLink(path, entry, visited.add(name));
    const next = nextName(entries, name, entry, notes);
    if (next === undefined || visited.has(next)) {
      throw brokenLink(path, entry, next);
    }
    name = next;
  }
  if (visited.size > 0) {
    throw new ImageError(
      'archive-incomplete',
      `"${path}" is a link to "${name}", which is not in the archive; save the image again.`,
    );
  }
  return undefined;
}

function checkLink(path: string, entry: TarEntry, visited: ReadonlySet<string>): void {
  if (entry.kind === 'sparse') {
    throw new ImageError(
      'archive-unsupported',
      `"${path}" is stored as a sparse file; save the image again.`,
    );
  }
  if (entry.kind === 'directory' || entry.kind === 'special') {
    throw new ImageError('archive-corrupt', `"${path}" is not a regular file in the archive.`);
  }
  if (visited.size > maxHops) {
    throw new ImageError('archive-corrupt', `"${path}" leads through more than ${maxHops} links.`);
  }
}

function brokenLink(path: string, entry: TarEntry, next: string | undefined): ImageError {
  return new ImageError(
    'archive-corrupt',
    next === undefined
      ? `"${path}" is a link to "${entry.linkName}", which leads out of the archive.`
      : `"${path}" is a link that leads back to itself.`,
  );
}

/** A hard link names its target from the root, a symlink from where it stands; some tools confuse the two. */
function nextName(
  entries: ReadonlyMap<string, TarEntry>,
  name: string,
  entry: TarEntry,
  notes: Set<string>,
): string | undefined {
  if (entry.kind === 'hardlink') {
    return normalizeName(entry.linkName);
  }
  const beside = resolveLink(name, entry.linkName);
  const fromRoot = resolveLink('', entry.linkName);
  if ((beside === undefined || !entries.has(beside)) && fromRoot !== undefined && entries.has(fromRoot)) {
    notes.add(`The link "${name}" is written relative to the root of the archive.`);
    return fromRoot;
  }
  return beside;
}

/** Which of two members of one name counts differs between tools, so they must not differ themselves. */
async function checkReplaced(source: ByteSource, path: string, entry: TarEntry): Promise<void> {
  for (let other = entry.replaced; other !== undefined; other = other.replaced) {
    if (other.kind !== 'file' || !(await isEqual(source, entry, other))) {
      throw new ImageError(
        'archive-corrupt',
        `The archive holds "${path}" twice, with different content; save the image again.`,
      );
    }
  }
}

const comparedBytes = 1024 * 1024;

async function isEqual(source: ByteSource, left: TarEntry, right: TarEntry): Promise<boolean> {
  if (left.sizeBytes !== right.sizeBytes) {
    return false;
  }
  for (let done = 0; done < left.sizeBytes; done += comparedBytes) {
    const length = Math.min(comparedBytes, left.sizeBytes - done);
    const one = await source.read(left.offset + done, length);
    const two = await source.read(right.offset + done, length);
    if (!Buffer.from(one).equals(two)) {
      return false;
    }
  }
  return true;
}
