import type { FileTable } from './fileTable.js';
import { noFilter, type FileFilter, type TreeState } from './visibleRows.js';

/** How a table is looked at, in words that a table which is read again understands. */
export interface TableLook {
  /** Names the table's request. */
  readonly request: string;
  readonly filter: FileFilter;
  readonly order: TreeState['order'];
  /** Paths of directories. */
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  /** The path that is selected; absent: none is. */
  readonly selected?: string;
}

/** More is not kept: the editor writes it down with every change. */
const maxPaths = 500;

/** How a table is looked at now. */
export function lookOf(
  request: string,
  table: FileTable,
  { tree, selected }: { readonly tree: TreeState; readonly selected: number },
): TableLook {
  const { filter, order, opened, closed } = tree;
  const paths = (rows: ReadonlySet<number>): readonly string[] =>
    [...rows].slice(-maxPaths).map((row) => table.path(row));
  return {
    request,
    filter,
    order,
    opened: paths(opened),
    closed: paths(closed),
    ...(selected >= 0 && { selected: table.path(selected) }),
  };
}

/** The same look at a table that was read again; what is not there any more is left out. */
export function treeOfLook(
  { filter, order, opened, closed, selected }: TableLook,
  table: FileTable,
): { readonly tree: TreeState; readonly selected: number } {
  const rows = (paths: readonly string[]): ReadonlySet<number> =>
    new Set(paths.map((path) => table.find(path)).filter((row) => row >= 0));
  const tree = { filter, order, opened: rows(opened), closed: rows(closed) };
  return { tree, selected: selected === undefined ? -1 : table.find(selected) };
}

/** Reads a look that an earlier page, perhaps of another version, has left; undefined when it makes no sense. */
export function decodeTableLook(state: unknown): TableLook | undefined {
  if (typeof state !== 'object' || state === null) {
    return undefined;
  }
  const { request, filter, order, opened, closed, selected } = state as Readonly<Record<string, unknown>>;
  return typeof request === 'string'
    ? {
        request,
        filter: decodeFilter(filter),
        order: order === 'size' ? 'size' : 'name',
        opened: decodePaths(opened),
        closed: decodePaths(closed),
        ...(typeof selected === 'string' && { selected }),
      }
    : undefined;
}

function decodePaths(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string').slice(-maxPaths) : [];
}

const changes = ['all', 'changed', 'a', 'c', 'r'] as const;

function decodeFilter(value: unknown): FileFilter {
  const { text, minBytes, changes: wanted } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return {
    text: typeof text === 'string' ? text : noFilter.text,
    minBytes: typeof minBytes === 'number' ? minBytes : noFilter.minBytes,
    changes: changes.find((each) => each === wanted) ?? noFilter.changes,
  };
}
