import type { ByteSource } from '../../base/byteSource.js';
import { normalizeName } from './entryName.js';
import { ImageError } from '../imageError.js';
import { decodePaxRecords } from './paxRecords.js';
import { decodeTarHeader, isZeroBlock, tarBlockBytes } from './tarHeader.js';
import type { TarHeader } from './tarHeader.js';
import { createBlockWindow } from './blockWindow.js';
import type { BlockWindow } from './blockWindow.js';

/** One member of a tar archive. Names are only ever keys of a map, never paths of a file system. */
export interface TarEntry {
  readonly kind: 'file' | 'symlink' | 'hardlink' | 'directory' | 'sparse' | 'special';
  /** Where the content starts in the archive. */
  readonly offset: number;
  readonly sizeBytes: number;
  /** As written, for symlinks and hard links. */
  readonly linkName: string;
  /** An earlier member of the same name, which this one replaces. */
  readonly replaced?: TarEntry;
}

/** Where everything is in a tar archive. */
export interface TarIndex {
  readonly entries: ReadonlyMap<string, TarEntry>;
  /** Oddities that harm nothing, in words. */
  readonly notes: readonly string[];
}

const maxEntries = 1_000_000;
const maxExtensionBytes = 1024 * 1024;

/** What extension headers say of the next member. */
interface Extension {
  readonly pax: ReadonlyMap<string, string>;
  readonly name?: string;
  readonly linkName?: string;
}

const noExtension: Extension = { pax: new Map() };

/**
 * Reads the headers of a tar archive (POSIX ustar and PAX, GNU, old Unix), and nothing else of it. Every bound is
 * checked before anything is allocated: `archive-truncated`, `archive-corrupt`, `archive-too-large`.
 */
export async function readTarIndex(source: ByteSource, signal?: AbortSignal): Promise<TarIndex> {
  const entries = new Map<string, TarEntry>();
  const window = createBlockWindow(source);
  let extension = noExtension;
  let count = 0;
  let offset = 0;
  if (source.sizeBytes === 0) {
    throw new ImageError('archive-unreadable', 'It is empty.');
  }
  for (; ; count += 1) {
    signal?.throwIfAborted();
    const block = await headerBlock(window, offset);
    if (block === undefined) {
      break;
    }
    checkCount(count);
    const header = applyExtension(decodeHeader(block, offset), extension, offset);
    checkEnd(source, header, offset);
    const content = offset + tarBlockBytes;
    const next = await readExtension(source, header, content, extension);
    if (next === undefined) {
      addEntry(entries, header, content, extension);
    }
    extension = next ?? noExtension;
    offset = content + paddedBytes(header.sizeBytes);
  }
  return { entries, notes: await notesAfterEnd(source, offset) };
}

/** Fails with `archive-unreadable` when what starts with this block cannot be a tar archive. */
export function checkFirstBlock(block: Uint8Array): void {
  if (!isZeroBlock(block)) {
    decodeHeader(block, 0);
  }
}

function decodeHeader(block: Uint8Array, offset: number): TarHeader {
  try {
    return decodeTarHeader(block, offset);
  } catch (error) {
    throw offset === 0
      ? new ImageError(
          'archive-unreadable',
          'It is no tar archive; give the output of "docker save" or an OCI layout.',
          { cause: error },
        )
      : error;
  }
}

/** The header at `offset`; undefined at the end of the archive. */
async function headerBlock(window: BlockWindow, offset: number): Promise<Uint8Array | undefined> {
  const block = await window.blockAt(offset);
  if (block === undefined || !isZeroBlock(block)) {
    return block;
  }
  const following = await window.blockAt(offset + tarBlockBytes);
  if (following !== undefined && !isZeroBlock(following)) {
    throw new ImageError(
      'archive-corrupt',
      `The tar archive has a single empty block at byte ${offset}, and more after it; it is damaged.`,
    );
  }
  return undefined;
}

function checkCount(count: number): void {
  if (count >= maxEntries) {
    throw new ImageError('archive-too-large', `The tar archive has more than ${maxEntries} members.`);
  }
}

function checkEnd(source: ByteSource, header: TarHeader, offset: number): void {
  const end = offset + tarBlockBytes + header.sizeBytes;
  if (end > source.sizeBytes) {
    throw new ImageError(
      'archive-truncated',
      `The archive is cut off: "${header.name}", whose header is at byte ${offset}, would end at byte ${end}, but the archive ends at byte ${source.sizeBytes}.`,
    );
  }
}

function applyExtension(header: TarHeader, extension: Extension, offset: number): TarHeader {
  // Why: sizes in PAX records are the member's, never those of another extension header in between (CVE-2025-62518).
  if (isExtension(header.type)) {
    return header;
  }
  return {
    name: extension.pax.get('path') ?? extension.name ?? header.name,
    linkName: extension.pax.get('linkpath') ?? extension.linkName ?? header.linkName,
    type: isSparse(extension.pax) ? 'S' : header.type,
    sizeBytes: hasContent(header.type) ? (paxSize(extension.pax, offset) ?? header.sizeBytes) : 0,
  };
}

function paxSize(pax: ReadonlyMap<string, string>, offset: number): number | undefined {
  const written = pax.get('size');
  if (written === undefined) {
    return undefined;
  }
  const sizeBytes = /^[0-9]+$/.test(written) ? Number(written) : Number.NaN;
  if (!Number.isSafeInteger(sizeBytes)) {
    throw new ImageError('archive-corrupt', `The PAX size "${written}" before byte ${offset} is no size.`);
  }
  return sizeBytes;
}

function isSparse(pax: ReadonlyMap<string, string>): boolean {
  return pax.has('GNU.sparse.map') || pax.has('GNU.sparse.major') || pax.has('GNU.sparse.size');
}

function isExtension(type: string): boolean {
  return ['x', 'g', 'L', 'K'].includes(type);
}

/** Links, devices, directories and pipes have no content, whatever their size field says. */
function hasContent(type: string): boolean {
  return !['1', '2', '3', '4', '5', '6'].includes(type);
}

/** The extension so far and what this header adds to it; undefined when the header is a member's. */
async function readExtension(
  source: ByteSource,
  header: TarHeader,
  offset: number,
  before: Extension,
): Promise<Extension | undefined> {
  if (!isExtension(header.type)) {
    return undefined;
  }
  if (header.sizeBytes > maxExtensionBytes) {
    throw new ImageError(
      'archive-too-large',
      `The extension header at byte ${offset - tarBlockBytes} has ${header.sizeBytes} bytes; ${maxExtensionBytes} are the most.`,
    );
  }
  const bytes = await source.read(offset, header.sizeBytes);
  switch (header.type) {
    case 'x':
      return { ...before, pax: decodePaxRecords(bytes, offset - tarBlockBytes) };
    case 'L':
      return { ...before, name: nameOf(bytes) };
    case 'K':
      return { ...before, linkName: nameOf(bytes) };
    default:
      // Why: global records would have to hold for every member that follows; the tools that write images give
      // nothing but comments in them, and the ones that read images ignore them.
      decodePaxRecords(bytes, offset - tarBlockBytes);
      return before;
  }
}

function nameOf(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  return new TextDecoder().decode(zero === -1 ? bytes : bytes.subarray(0, zero));
}

const kinds: Readonly<Record<string, TarEntry['kind']>> = {
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'directory',
  S: 'sparse',
};

function addEntry(
  entries: Map<string, TarEntry>,
  header: TarHeader,
  offset: number,
  extension: Extension,
): void {
  const kind = isSparse(extension.pax) ? 'sparse' : (kinds[header.type] ?? 'special');
  const name = normalizeName(header.name);
  const replaced = entries.get(name);
  entries.set(name, {
    kind,
    offset,
    sizeBytes: header.sizeBytes,
    linkName: header.linkName,
    ...(replaced !== undefined && { replaced }),
  });
}

function paddedBytes(sizeBytes: number): number {
  return Math.ceil(sizeBytes / tarBlockBytes) * tarBlockBytes;
}

const inspectedTailBytes = 64 * 1024;

async function notesAfterEnd(source: ByteSource, offset: number): Promise<readonly string[]> {
  const length = Math.min(source.sizeBytes - offset, inspectedTailBytes);
  if (length <= 0) {
    return ['The archive has no end mark.'];
  }
  const tail = await source.read(offset, length);
  return isZeroBlock(tail)
    ? []
    : [`The archive has other bytes after its end at byte ${offset}; they are ignored.`];
}
