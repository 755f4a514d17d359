import * as path from 'node:path';

import type { Files, FileWriter } from '../../host/host.js';
import type { OutputTree, PendingFile } from './outputTree.js';
import type { SpendBytes } from './roomGuard.js';

/** Where a folder is written. */
export interface FolderPlace {
  /** The folder itself, which exists and is empty. */
  readonly root: string;
  /** A folder on the same disk for files that have no name yet. */
  readonly scratch: string;
  readonly files: Files;
  readonly spend: SpendBytes;
}

/** Writes a tree as a folder. */
export function createFolderTree(place: FolderPlace): OutputTree {
  const { files } = place;
  const names = new Set<string>();
  const open = new Set<FileWriter>();
  let count = 0;
  const pathOf = (name: string): string => path.join(place.root, ...name.split('/'));
  return {
    order: 'any',
    addDirectory: (name) => files.makeDirectory(pathOf(name)),
    addFile: async (name, bytes) => {
      if (names.has(name)) {
        return;
      }
      names.add(name);
      place.spend(bytes.length);
      const writer = await files.create(pathOf(name));
      open.add(writer);
      try {
        await writer.write(bytes);
      } finally {
        await closeOnce(open, writer);
      }
    },
    addLink: () => Promise.reject(new TypeError('A folder is written without links.')),
    begin: async () => {
      count += 1;
      const file = path.join(place.scratch, `file-${count}`);
      const writer = await files.create(file);
      open.add(writer);
      return pendingFile(writer, open, place.spend, async (name) => {
        if (names.has(name)) {
          await files.remove(file);
        } else {
          names.add(name);
          await files.rename(file, pathOf(name));
        }
      });
    },
    finish: () => Promise.resolve(),
    abandon: async () => {
      await Promise.allSettled([...open].map((writer) => closeOnce(open, writer)));
    },
  };
}

function pendingFile(
  writer: FileWriter,
  open: Set<FileWriter>,
  spend: SpendBytes,
  settle: (name: string) => Promise<void>,
): PendingFile {
  return {
    write: (bytes) => {
      spend(bytes.length);
      return writer.write(bytes);
    },
    close: () => closeOnce(open, writer),
    settle,
  };
}

async function closeOnce(open: Set<FileWriter>, writer: FileWriter): Promise<void> {
  if (open.delete(writer)) {
    await writer.close();
  }
}
