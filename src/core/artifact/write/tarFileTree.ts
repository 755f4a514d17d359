import type { FileWriter } from '../../host/host.js';
import { tarBlockBytes } from '../../image/archive/tarHeader.js';
import { encodeLateTarHeader, encodeTarHeader, tarEnd, tarPadding } from '../../image/archive/tarWriter.js';
import type { TarMember } from '../../image/archive/tarWriter.js';
import type { FileForecast, OutputTree, PendingFile } from './outputTree.js';
import type { SpendBytes } from './roomGuard.js';

/**
 * Writes a tree as a tar archive that is a file: a place is kept for the header of a file whose size comes later,
 * and filled then.
 */
export function createTarFileTree(writer: FileWriter, spend: SpendBytes): OutputTree {
  let offset = 0;
  let isOpen = true;
  const names = new Set<string>();
  const append = async (bytes: Uint8Array): Promise<void> => {
    spend(bytes.length);
    offset += bytes.length;
    await writer.write(bytes);
  };
  const addMember = async (member: TarMember, bytes: Uint8Array = new Uint8Array()): Promise<void> => {
    await append(encodeTarHeader(member));
    await append(bytes);
    await append(tarPadding(bytes.length));
  };
  const close = async (): Promise<void> => {
    if (isOpen) {
      isOpen = false;
      await writer.close();
    }
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
    begin: async (forecast) => {
      const start = offset;
      await append(openingHeader(forecast));
      return pendingMember(append, forecast, (name, sizeBytes) =>
        writer.writeAt(start, encodeLateTarHeader(name, sizeBytes)),
      );
    },
    finish: async () => {
      await append(tarEnd());
      await close();
    },
    abandon: close,
  };
}

function openingHeader(forecast: FileForecast | undefined): Uint8Array {
  return forecast === undefined
    ? new Uint8Array(tarBlockBytes)
    : encodeTarHeader({ ...forecast, kind: 'file' });
}

function pendingMember(
  append: (bytes: Uint8Array) => Promise<void>,
  forecast: FileForecast | undefined,
  fillIn: (name: string, sizeBytes: number) => Promise<void>,
): PendingFile {
  let sizeBytes = 0;
  return {
    write: async (bytes) => {
      sizeBytes += bytes.length;
      await append(bytes);
    },
    close: () => append(tarPadding(sizeBytes)),
    settle: (name) => (forecast === undefined ? fillIn(name, sizeBytes) : Promise.resolve()),
  };
}
