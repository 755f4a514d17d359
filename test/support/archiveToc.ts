import { gzipSync } from 'node:zlib';

import { Zstd } from '@hpcc-js/wasm-zstd';

import { sha256 } from './archiveImage.js';
import { endBlocks, octalSize, padded, rawHeader } from './archiveTar.js';

/** A line of a table of contents. */
export type TocLine = Record<string, unknown>;

/** A file of a layer that can be fetched in parts. */
export interface PiecedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A layer with a table of contents, and what its descriptor says of it. */
export interface TocLayer {
  readonly raw: Buffer;
  readonly stored: Buffer;
  readonly annotations: Record<string, string>;
}

/** How a layer is made: the size of pieces, and what is made of the table before it is written. */
export interface TocOptions {
  readonly pieceBytes?: number;
  readonly edit?: (lines: TocLine[]) => readonly TocLine[];
}

/** What is stored in a row, and what it is of. */
class Store {
  readonly stored: Buffer[] = [];
  readonly raw: Buffer[] = [];
  offset = 0;
  readonly #pack: (bytes: Buffer) => Uint8Array;

  constructor(pack: (bytes: Buffer) => Uint8Array) {
    this.#pack = pack;
  }

  add(bytes: Buffer): { readonly offset: number; readonly endOffset: number } {
    const packed = Buffer.from(this.#pack(bytes));
    const { offset } = this;
    this.raw.push(bytes);
    this.stored.push(packed);
    this.offset += packed.length;
    return { offset, endOffset: this.offset };
  }
}

/** Stores files and tells where their pieces are; a later piece of a file is a line of its own. */
function storeFiles(
  store: Store,
  files: readonly PiecedFile[],
  { pieceBytes = 1024 }: TocOptions,
  withEnds: boolean,
): TocLine[] {
  const lines: TocLine[] = [];
  for (const { name, bytes } of files) {
    store.add(rawHeader({ name, sizeField: octalSize(bytes.length) }));
    const head: TocLine = { name, type: 'reg', mode: 0o644, size: bytes.length, digest: sha256(bytes) };
    const pieces: TocLine[] = [];
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes);
      const { offset, endOffset } = store.add(piece);
      pieces.push({
        offset,
        ...(withEnds && { endOffset }),
        ...(at > 0 && { name, type: 'chunk', chunkOffset: at }),
        ...(at + pieceBytes < bytes.length && { chunkSize: pieceBytes }),
        chunkDigest: sha256(piece),
      });
    }
    const [first, ...others] = pieces;
    lines.push({ ...head, ...first }, ...others);
    store.add(padded(bytes).subarray(bytes.length));
  }
  store.add(endBlocks);
  return lines;
}

function tableOf(lines: TocLine[], { edit }: TocOptions): Buffer {
  return Buffer.from(JSON.stringify({ version: 1, entries: edit === undefined ? lines : edit(lines) }));
}

/** A layer as stargz-snapshotter writes it. */
export function estargzLayer(files: readonly PiecedFile[], options: TocOptions = {}): TocLayer {
  const store = new Store((bytes) => gzipSync(bytes));
  const table = tableOf(storeFiles(store, files, options, false), options);
  const { offset } = store;
  store.add(
    Buffer.concat([
      rawHeader({ name: 'stargz.index.json', sizeField: octalSize(table.length) }),
      padded(table),
      endBlocks,
    ]),
  );
  const field = Buffer.from(`SG\x16\0${offset.toString(16).padStart(16, '0')}STARGZ`);
  const footer = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, field.length, 0]),
    field,
    Buffer.from([1, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0]),
  ]);
  const raw = Buffer.concat(store.raw);
  return {
    raw,
    stored: Buffer.concat([...store.stored, footer]),
    annotations: {
      'containerd.io/snapshot/stargz/toc.digest': sha256(table),
      'io.containers.estargz.uncompressed-size': String(raw.length),
    },
  };
}

function skippableFrame(bytes: Buffer): Buffer {
  const head = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

/** A layer as containers/storage writes it, with a stand-in for its second table. */
export async function zstdChunkedLayer(
  files: readonly PiecedFile[],
  options: TocOptions = {},
): Promise<TocLayer> {
  const zstd = await Zstd.load();
  const store = new Store((bytes) => zstd.compress(bytes));
  const table = tableOf(storeFiles(store, files, options, true), options);
  const packed = Buffer.from(zstd.compress(table));
  const tarSplit = Buffer.from('tar split');
  const offset = store.offset + 8;
  const splitOffset = offset + packed.length + 8;
  const footer = Buffer.alloc(64);
  const numbers = [offset, packed.length, table.length, 1, splitOffset, tarSplit.length, tarSplit.length];
  numbers.forEach((number, index) => footer.writeBigUInt64LE(BigInt(number), index * 8));
  footer.write('GnUlInUx', 56, 'latin1');
  const prefix = 'io.github.containers.zstd-chunked';
  return {
    raw: Buffer.concat(store.raw),
    stored: Buffer.concat([
      ...store.stored,
      ...[packed, tarSplit, footer].map((bytes) => skippableFrame(bytes)),
    ]),
    annotations: {
      [`${prefix}.manifest-checksum`]: sha256(packed),
      [`${prefix}.manifest-position`]: `${offset}:${packed.length}:${table.length}:1`,
      [`${prefix}.tarsplit-position`]: `${splitOffset}:${tarSplit.length}:${tarSplit.length}`,
      [`${prefix}.tarsplit-checksum`]: sha256(tarSplit),
    },
  };
}
