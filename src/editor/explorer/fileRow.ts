import type { FileColumns } from '../../bridge/explorerProtocol.js';
import type { ImageNode } from '../../core/image/contents/imageTree.js';
import { formatEntryPath } from '../../core/image/contents/layerEntry.js';

/** One row of a table of files; see `FileColumns` for what its letters mean. */
export interface FileRow {
  readonly name: string;
  readonly depth: number;
  readonly kind: string;
  readonly change: string;
  readonly sizeBytes: number;
  readonly mode: number;
  readonly owner: string;
  readonly layer: number;
  readonly sizeBefore?: number;
  readonly remark?: string;
}

const kindLetters: Readonly<Record<ImageNode['kind'], string>> = {
  directory: 'd',
  file: 'f',
  symlink: 'l',
  character: 'c',
  block: 'b',
  fifo: 'p',
};

const changeLetters: Readonly<Record<ImageNode['change'], string>> = {
  added: 'a',
  changed: 'c',
  removed: 'r',
  unchanged: '-',
};

/** A node as a row. */
export function toFileRow(node: ImageNode, depth: number): FileRow {
  const { entry } = node;
  const remark = remarkOf(node);
  return {
    name: formatEntryPath(node.name),
    depth,
    kind: kindLetters[node.kind],
    change: changeLetters[node.change],
    sizeBytes: node.kind === 'directory' ? node.totalBytes : node.sizeBytes,
    mode: entry?.mode ?? -1,
    owner: entry === undefined ? '' : `${entry.uid}:${entry.gid}`,
    layer: node.layer,
    ...(remark !== '' && { remark }),
  };
}

function remarkOf({ kind, entry, linkCount }: ImageNode): string {
  if (kind === 'symlink') {
    return `→ ${formatEntryPath(entry?.linkName ?? '')}`;
  }
  return linkCount > 1 ? `${linkCount} hard links` : '';
}

/** Rows as columns. */
export function toColumns(rows: readonly FileRow[]): FileColumns {
  const remarks = rows.flatMap(({ remark }, at) => (remark === undefined ? [] : [[at, remark] as const]));
  const isCompared = rows.some(({ sizeBefore }) => sizeBefore !== undefined);
  return {
    names: rows.map(({ name }) => name),
    depths: rows.map(({ depth }) => depth),
    kinds: rows.map(({ kind }) => kind).join(''),
    changes: rows.map(({ change }) => change).join(''),
    sizes: rows.map(({ sizeBytes }) => sizeBytes),
    modes: rows.map(({ mode }) => mode),
    owners: rows.map(({ owner }) => owner),
    layers: rows.map(({ layer }) => layer),
    sizesBefore: isCompared ? rows.map(({ sizeBefore }) => sizeBefore ?? -1) : [],
    remarks: Object.fromEntries(remarks),
  };
}
