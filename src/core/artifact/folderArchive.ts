import * as path from 'node:path';

import type { ByteSource } from '../base/byteSource.js';
import type { Files } from '../host/host.js';
import type { Archive } from '../image/archive/archive.js';
import { normalizeName } from '../image/archive/entryName.js';
import { ImageError } from '../image/imageError.js';

/**
 * Opens an OCI layout that is a folder. Names stay inside it, and no part of a path below it may be a symlink, so
 * that a layout of someone else's cannot hand out other files (`archive-corrupt`).
 */
export function openFolderArchive(folder: string, files: Files): Archive {
  return {
    name: folder,
    find: (name) => findFile(folder, name, files),
    notes: () => [],
  };
}

async function findFile(folder: string, name: string, files: Files): Promise<ByteSource | undefined> {
  const segments = normalizeName(name).split('/');
  if (segments.some((segment) => segment === '..' || /[\\:\0]/.test(segment))) {
    throw new ImageError('archive-corrupt', `"${name}" does not name a file inside ${folder}.`);
  }
  let place = folder;
  let sizeBytes = 0;
  for (const [index, segment] of segments.entries()) {
    place = path.join(place, segment);
    const status = await files.linkStatus(place);
    if (status === undefined) {
      return undefined;
    }
    const wanted = index === segments.length - 1 ? 'file' : 'directory';
    if (status.kind !== wanted) {
      throw new ImageError('archive-corrupt', `${place} is a ${status.kind}; a regular ${wanted} is needed.`);
    }
    sizeBytes = status.sizeBytes;
  }
  return reopening(place, sizeBytes, files);
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
