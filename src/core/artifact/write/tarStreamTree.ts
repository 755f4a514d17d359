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

/** What waits for its turn to be written. */
interface Waiting {
  /** Absent until it can be written. */
  emit?: () => Promise<void>;
}

/**
 * Writes a tree as a tar archive that is a stream: a file whose size comes later waits on disk for it, and what is
 * added meanwhile waits behind it. The bytes are those of `createTarFileTree`.
 */
export function createTarStreamTree(write: WriteBytes, spool: Spool): OutputTree {
  const names = new Set<string>();
  const queue: Waiting[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    for (let first = queue[0]; first?.emit !== undefined; first = queue[0]) {
      queue.shift();
      await first.emit();
    }
  };
  const addMember = async (member: TarMember, bytes: Uint8Array = new Uint8Array()): Promise<void> => {
    queue.push({ emit: () => writeMember(write, member, bytes) });
    await flush();
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
      if (forecast !== undefined && queue.length === 0) {
        return foreseenMember(write, forecast);
      }
      count += 1;
      const waiting: Waiting = {};
      queue.push(waiting);
      const file = path.join(spool.directory, `member-${count}`);
      return spooledMember(file, spool, async (name) => {
        waiting.emit = () => writeSpooled(write, { file, name, isForeseen: forecast !== undefined }, spool);
        await flush();
      });
    },
    finish: () => write(tarEnd()),
    abandon: () => Promise.resolve(),
  };
}

async function writeMember(write: WriteBytes, member: TarMember, bytes: Uint8Array): Promise<void> {
  await write(encodeTarHeader(member));
  await write(bytes);
  await write(tarPadding(bytes.length));
}

async function foreseenMember(write: WriteBytes, forecast: FileForecast): Promise<PendingFile> {
  await write(encodeTarHeader({ ...forecast, kind: 'file' }));
  return {
    write,
    close: () => write(tarPadding(forecast.sizeBytes)),
    settle: () => Promise.resolve(),
  };
}

async function spooledMember(
  file: string,
  spool: Spool,
  settle: (name: string) => Promise<void>,
): Promise<PendingFile> {
  const writer = await spool.files.create(file);
  return {
    write: (bytes) => {
      spool.spend(bytes.length);
      return writer.write(bytes);
    },
    close: () => writer.close(),
    settle,
  };
}

async function writeSpooled(
  write: WriteBytes,
  { file, name, isForeseen }: { readonly file: string; readonly name: string; readonly isForeseen: boolean },
  { files }: Spool,
): Promise<void> {
  const open = await files.open(file);
  try {
    const { sizeBytes } = open;
    const late = (): Uint8Array => encodeLateTarHeader(name, sizeBytes);
    await write(isForeseen ? encodeTarHeader({ name, kind: 'file', sizeBytes }) : late());
    for await (const chunk of open.stream()) {
      await write(chunk);
    }
    await write(tarPadding(sizeBytes));
  } finally {
    await open.close();
  }
  await files.remove(file);
}
