import { createHash } from 'node:crypto';

import { ImageError } from '../imageError.js';
import type { ByteParser, ByteRequest } from './byteFeed.js';
import { checkNameLength, decodeName, toEntryPath } from './entryPath.js';
import { decodeLayerHeader, field } from './layerHeader.js';
import type { LayerHeader } from './layerHeader.js';
import type { EntryKind, LayerEntry } from './layerEntry.js';
import { decodePaxFields, paxInteger, paxSeconds } from './paxFields.js';
import type { PaxFields } from './paxFields.js';
import { isPaxSparse, readOldSparse, readPaxSparse } from './sparseMap.js';
import type { SparseFile } from './sparseMap.js';
import { toWhiteout } from './whiteout.js';

/** Whom a layer's parser tells of what it finds. */
export interface LayerListener {
  onEntry(entry: LayerEntry): void;
  /** Oddities that harm nothing, in words. */
  onNote(note: string): void;
  readonly hashFiles: boolean;
}

const blockBytes = 512;
const maxExtensionBytes = 1024 * 1024;

/** What extension headers say of the next member. */
interface Extension {
  readonly pax: PaxFields;
  readonly name?: Uint8Array;
  readonly linkName?: Uint8Array;
}

const noExtension: Extension = { pax: new Map() };

/** Where the parser stands. */
interface Place {
  offset: number;
}

/**
 * Parses the tar archive that a layer is: POSIX ustar and PAX, GNU with long names and sparse files, old Unix. Where
 * they leave a choice it is taken as Go's archive/tar does, by which engines unpack layers. `archive-corrupt`,
 * `archive-truncated`, `archive-too-large`, each naming the offset in the uncompressed layer.
 */
export function* parseLayer(listener: LayerListener): ByteParser {
  const place: Place = { offset: 0 };
  let extension = noExtension;
  for (;;) {
    const start = place.offset;
    const block = (yield* take(place, blockBytes)).slice();
    if (block.length === 0 || isZero(block)) {
      yield* finish(block, start, listener);
      return;
    }
    const header = decodeLayerHeader(block, start);
    if (isExtension(header.type)) {
      extension = yield* readExtension(header, place, extension);
    } else {
      yield* readMember({ header, block, start }, place, { extension, listener });
      extension = noExtension;
    }
  }
}

function isExtension(type: string): boolean {
  return type === 'x' || type === 'g' || type === 'L' || type === 'K';
}

function isZero(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

function* take(place: Place, sizeBytes: number): Generator<ByteRequest, Uint8Array, Uint8Array> {
  const bytes = sizeBytes === 0 ? new Uint8Array() : yield { kind: 'take', sizeBytes };
  place.offset += bytes.length;
  return bytes;
}

/** Looks at what may follow the last member; the bytes behind the end are not the parser's. */
function* finish(block: Uint8Array, start: number, listener: LayerListener): ByteParser {
  if (block.length === 0) {
    if (start > 0) {
      listener.onNote('The layer has no end mark.');
    }
    return;
  }
  const following = yield { kind: 'take', sizeBytes: blockBytes };
  if (!isZero(following)) {
    throw new ImageError(
      'archive-corrupt',
      `The layer has a single empty block at byte ${start}, and more after it; it is damaged.`,
    );
  }
}

function* readExtension(
  header: LayerHeader,
  place: Place,
  before: Extension,
): Generator<ByteRequest, Extension, Uint8Array> {
  const start = place.offset - blockBytes;
  if (header.sizeBytes > maxExtensionBytes) {
    throw new ImageError(
      'archive-too-large',
      `The extension header at byte ${start} of the layer has ${header.sizeBytes} bytes; ${maxExtensionBytes} are the most.`,
    );
  }
  const bytes = (yield* take(place, header.sizeBytes)).slice();
  yield* skip(place, padding(header.sizeBytes));
  switch (header.type) {
    case 'x':
      return { ...before, pax: decodePaxFields(bytes, start) };
    case 'L':
      return { ...before, name: field(bytes, 0, bytes.length) };
    case 'K':
      return { ...before, linkName: field(bytes, 0, bytes.length) };
    default:
      // Why: engines pass over global records; they hold comments, such as git's.
      return before;
  }
}

function* skip(
  place: Place,
  sizeBytes: number,
  hash?: ReturnType<typeof createHash>,
): Generator<ByteRequest, void, Uint8Array> {
  if (sizeBytes > 0) {
    yield { kind: 'skip', sizeBytes, ...(hash !== undefined && { hash }) };
    place.offset += sizeBytes;
  }
}

function padding(sizeBytes: number): number {
  return (blockBytes - (sizeBytes % blockBytes)) % blockBytes;
}

interface Member {
  readonly header: LayerHeader;
  readonly block: Uint8Array;
  readonly start: number;
}

interface Around {
  readonly extension: Extension;
  readonly listener: LayerListener;
}

const kinds: Readonly<Record<string, EntryKind>> = {
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
  S: 'file',
};

function* readMember(member: Member, place: Place, { extension, listener }: Around): ByteParser {
  const { start, header } = member;
  const kind = kinds[header.type];
  const content = yield* readContent(member, place, { extension, listener });
  if (kind === undefined) {
    listener.onNote(
      `The member at byte ${start} is of type "${header.type}", which is none of an image; it is left out.`,
    );
  } else {
    listener.onEntry({ ...toEntry(member, kind, extension), ...content });
  }
}

type Content = Pick<LayerEntry, 'sizeBytes' | 'contentOffset' | 'sparse' | 'contentDigest'>;

/** Passes over a member's content. */
function* readContent(
  member: Member,
  place: Place,
  { extension: { pax }, listener }: Around,
): Generator<ByteRequest, Content, Uint8Array> {
  const { header, start } = member;
  const isFile = kinds[header.type] === 'file';
  const storedBytes = storedSize(header, pax, start);
  const sparse = isFile ? yield* readSparse(member, place, pax) : undefined;
  const contentBytes = contentSize(header, storedBytes, sparse);
  checkStored(contentBytes, sparse, start);
  const contentOffset = place.offset;
  // Why: holes have no bytes here that could be hashed.
  const hash = listener.hashFiles && isFile && sparse === undefined ? createHash('sha256') : undefined;
  yield* skip(place, contentBytes, hash);
  yield* skip(place, padding(storedBytes));
  return {
    sizeBytes: isFile ? (sparse?.sizeBytes ?? contentBytes) : 0,
    contentOffset,
    ...(sparse !== undefined && { sparse: sparse.pieces }),
    ...(hash !== undefined && { contentDigest: `sha256:${hash.digest('hex')}` }),
  };
}

/** What follows the header, the maps of PAX's sparse files with it. */
function storedSize(header: LayerHeader, pax: PaxFields, start: number): number {
  const kind = kinds[header.type];
  const hasContent = kind === undefined || kind === 'file';
  return hasContent ? (paxInteger(pax, 'size', start) ?? header.sizeBytes) : 0;
}

/** Why: the size in a header of GNU's old form does not count the blocks of its map. */
function contentSize(header: LayerHeader, storedBytes: number, sparse: SparseFile | undefined): number {
  return header.type === 'S' || sparse === undefined ? storedBytes : storedBytes - sparse.mapBytes;
}

function* readSparse(
  { header, block, start }: Member,
  place: Place,
  pax: PaxFields,
): Generator<ByteRequest, SparseFile | undefined, Uint8Array> {
  if (header.type !== 'S' && !isPaxSparse(pax)) {
    return undefined;
  }
  const file = yield* header.type === 'S' ? readOldSparse(block, start) : readPaxSparse(pax, start);
  place.offset += file.mapBytes;
  return file;
}

function checkStored(contentBytes: number, sparse: SparseFile | undefined, start: number): void {
  const told = sparse?.pieces.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) ?? contentBytes;
  if (contentBytes < 0 || told > contentBytes) {
    throw new ImageError(
      'archive-corrupt',
      `The sparse file at byte ${start} of the layer has a broken map.`,
    );
  }
}

type Described = Omit<LayerEntry, keyof Content>;

function toEntry({ header, start }: Member, kind: EntryKind, extension: Extension): Described {
  const { pax } = extension;
  const { name, link } = namesOf(header, extension);
  checkNameLength(Math.max(name.length, link.length), start);
  const linkName = decodeName(link);
  return {
    ...toWhiteout(toEntryPath(decodeName(name), start)),
    kind,
    mode: header.mode,
    uid: paxInteger(pax, 'uid', start) ?? header.uid,
    gid: paxInteger(pax, 'gid', start) ?? header.gid,
    ...ownerNames(header, pax),
    modifiedSeconds: paxSeconds(pax, 'mtime', start) ?? header.modifiedSeconds,
    ...(kind === 'symlink' && { linkName }),
    ...(kind === 'hardlink' && { linkName: toEntryPath(linkName, start) }),
  };
}

function namesOf(
  header: LayerHeader,
  { pax, name, linkName }: Extension,
): { readonly name: Uint8Array; readonly link: Uint8Array } {
  return {
    name: name ?? pax.get('GNU.sparse.name') ?? pax.get('path') ?? header.name,
    link: linkName ?? pax.get('linkpath') ?? header.linkName,
  };
}

function ownerNames(header: LayerHeader, pax: PaxFields): Pick<LayerEntry, 'userName' | 'groupName'> {
  const userName = decodeName(pax.get('uname') ?? header.userName);
  const groupName = decodeName(pax.get('gname') ?? header.groupName);
  return { ...(userName !== '' && { userName }), ...(groupName !== '' && { groupName }) };
}
