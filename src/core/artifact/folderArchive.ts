import * as path from 'node:path';

import type { ByteSource } from '../base/byteSource.js';
import type { Files } from '../host/host.js';
import type { Archive, ArchiveMember } from '../image/archive/archive.js';
import { normalizeName, resolveLink } from '../image/archive/entryName.js';
import { ImageError } from '../image/imageError.js';

/**
 * Opens a folder as an archive. Names stay inside it: a file may be a symlink to another file of the folder, as in
 * an unpacked archive, but no folder may be one, so that a layout of someone else's cannot hand out other files
 * (`archive-corrupt`).
 */
export function openFolderArchive(folder: string, files: Files): Archive {
  const opened = new Map<string, ByteSource>();
  return {
    name: folder,
    find: async (name) => {
      const place = await findFile({ folder, files }, normalizeName(name), 0);
      if (place === undefined) {
        return undefined;
      }
      const blob = opened.get(place.file) ?? reopening(place.file, place.sizeBytes, files);
      opened.set(place.file, blob);
      return blob;
    },
    list: (name) => listFolder({ folder, files }, normalizeName(name)),
    notes: () => [],
  };
}

interface Folder {
  readonly folder: string;
  readonly files: Files;
}

async function listFolder({ folder, files }: Folder, name: string): Promise<readonly ArchiveMember[]> {
  const segments = name === '' ? [] : checkedSegments(folder, name);
  for (const [index] of segments.entries()) {
    const status = await files.linkStatus(path.join(folder, ...segments.slice(0, index + 1)));
    if (status?.kind !== 'directory') {
      return [];
    }
  }
  const entries = await files.list(path.join(folder, ...segments));
  return entries.map((entry) => ({ name: entry.name, kind: entry.kind === 'symlink' ? 'link' : entry.kind }));
}

interface FilePlace {
  readonly file: string;
  readonly sizeBytes: number;
}

const maxHops = 8;

async function findFile(place: Folder, name: string, hops: number): Promise<FilePlace | undefined> {
  const { folder, files } = place;
  const segments = checkedSegments(folder, name);
  const parents = segments.slice(0, -1);
  for (const [index] of parents.entries()) {
    const parent = path.join(folder, ...parents.slice(0, index + 1));
    const kind = (await files.linkStatus(parent))?.kind;
    if (kind === undefined) {
      return undefined;
    }
    if (kind !== 'directory') {
      throw new ImageError('archive-corrupt', `${parent} is a ${kind}; a regular directory is needed.`);
    }
  }
  const file = path.join(folder, ...segments);
  const status = await files.linkStatus(file);
  if (status?.kind === 'symlink') {
    return followLink(place, name, hops);
  }
  if (status !== undefined && status.kind !== 'file') {
    throw new ImageError('archive-corrupt', `${file} is a ${status.kind}; a regular file is needed.`);
  }
  return status === undefined ? undefined : { file, sizeBytes: status.sizeBytes };
}

/** The names of files in the way that crane names configs are the only ones with a colon. */
function checkedSegments(folder: string, name: string): readonly string[] {
  const segments = name.split('/');
  const isPlain = (segment: string): boolean =>
    /^sha256:[0-9a-f]{64}$/.test(segment) || (segment !== '..' && !/[\\:\0]/.test(segment));
  if (!segments.every(isPlain)) {
    throw new ImageError('archive-corrupt', `"${name}" does not name a file inside ${folder}.`);
  }
  return segments;
}

async function followLink(place: Folder, name: string, hops: number): Promise<FilePlace | undefined> {
  const file = path.join(place.folder, name);
  const link = await place.files.readLink(file);
  const isInside = link !== undefined && !path.isAbsolute(link);
  const target = isInside ? resolveLink(name, link) : undefined;
  if (target === undefined) {
    throw new ImageError('archive-corrupt', `${file} is a symlink that leads out of ${place.folder}.`);
  }
  if (hops >= maxHops) {
    throw new ImageError('archive-corrupt', `${file} leads through more than ${maxHops} symlinks.`);
  }
  return findFile(place, target, hops + 1);
}

/** A file that is open only while it is read: a layout may have more blobs than a process may have open files. */
function reopening(file: string, sizeBytes: number, files: Files): ByteSource {
  return {
    sizeBytes,
    async read(offset, length) {
      const open = await files.open(file);
      try {
        return await open.read(offset, length);
      } finally {
        await open.close();
      }
    },
    async *stream(offset = 0, length = sizeBytes - offset) {
      const open = await files.open(file);
      try {
        yield* open.stream(offset, length);
      } finally {
        await open.close();
      }
    },
  };
}
