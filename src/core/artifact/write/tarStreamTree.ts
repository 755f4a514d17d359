import * as path from 'node:path';

import type { Files } from '../../host/host.js';
import { encodeLateTarHeader, encodeTarHeader, tarEnd, tarPadding } from '../../image/archive/tarWriter.js';
import type { TarMember } from '../../image/archive/tarWriter.js';
import type { FileForecast, OutputTree, PendingFile } from './outputTree.js';
import type { SpendBytes } from './roomGuard.js';

/** A stream of bytes that goes out; settles when it can take more. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/** Where what cannot be streamed at once waits. */
export interface Spool {
  readonly directory: string;
  readonly files: Files;
  readonly spend: SpendBytes;
}

/**
 * Writes a tree as a tar archive that is a stream: a file whose size comes later waits on disk for it. The bytes are
 * those of `createTarFileTree`, when files that are not foreseen are begun after those that are.
 */
export function createTarStreamTree(write: WriteBytes, spool: Spool): OutputTree {
  let count = 0;
  const names = new Set<string>();
  const addMember = async (member: TarMember, bytes: Uint8Array = new Uint8Array()): Promise<void> => {
    await write(encodeTarHeader(member));
    await write(bytes);
    await write(tarPadding(bytes.length));
  };
  return {
    order: 'given',
    addDirectory: (name) => addMember({ name: `${name}/`, kind: 'directory', sizeBytes: 0 }),
    addFile: async (name, bytes) => {
      if (!names.has(name)) {
        names.add(name);
        await addMember({ name, kind: 'file', sizeBytes: bytes.length }, bytes);
      }
    },
    addLink: (name, linkName) => addMember({ name, kind: 'symlink', sizeBytes: 0, linkName }),
    begin: (forecast) => {
      count += 1;
      return forecast === undefined
        ? spooledMember(write, path.join(spool.directory, `member-${count}`), spool)
        : foreseenMember(write, forecast);
    },
    finish: () => write(tarEnd()),
    abandon: () => Promise.resolve(),
  };
}

async function foreseenMember(write: WriteBytes, forecast: FileForecast): Promise<PendingFile> {
  await write(encodeTarHeader({ ...forecast, kind: 'file' }));
  return {
    write,
    close: () => write(tarPadding(forecast.sizeBytes)),
    settle: () => Promise.resolve(),
  };
}

async function spooledMember(write: WriteBytes, file: string, spool: Spool): Promise<PendingFile> {
  const writer = await spool.files.create(file);
  return {
    write: (bytes) => {
      spool.spend(bytes.length);
      return writer.write(bytes);
    },
    close: () => writer.close(),
    settle: async (name) => {
      const open = await spool.files.open(file);
      try {
        await write(encodeLateTarHeader(name, open.sizeBytes));
        for await (const chunk of open.stream()) {
          await write(chunk);
        }
        await write(tarPadding(open.sizeBytes));
      } finally {
        await open.close();
      }
      await spool.files.remove(file);
    },
  };
}
