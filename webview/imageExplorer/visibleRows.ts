import type { FilesRequest } from '../../src/bridge/explorerProtocol.js';

import type { FileTable } from './fileTable.js';

/** What of a table is to be seen. */
export interface FileFilter {
  /** Part of the name, or of the path when it has a slash; letters of either case. Empty: everything. */
  readonly text: string;
  /** Files of at least this size; 0: everything. */
  readonly minBytes: number;
  /** Only what was added, changed or removed. */
  readonly changes: 'all' | 'changed' | 'a' | 'c' | 'r';
}

/** Nothing is left out. */
export const noFilter: FileFilter = { text: '', minBytes: 0, changes: 'all' };

/** In which order the rows of a directory are shown. */
export type FileOrder = 'name' | 'size';

/** What the user has opened and closed, and how rows are chosen. */
export interface TreeState {
  readonly filter: FileFilter;
  readonly order: FileOrder;
  /** Directories opened by the user; with a filter all are open. */
  readonly opened: ReadonlySet<number>;
  /** Directories closed by the user while a filter has them open. */
  readonly closed: ReadonlySet<number>;
}

/** How a table is looked at as long as the user has chosen nothing else. */
export function usualTree({ part, against }: FilesRequest): TreeState {
  // Why: who compares wants to see what differs.
  const filter = against === undefined ? noFilter : { ...noFilter, changes: 'changed' as const };
  return { filter, order: part === 'waste' ? 'size' : 'name', opened: new Set(), closed: new Set() };
}

/** A row in sight, and its place among those beside it (from 1). */
export interface VisibleRow {
  readonly index: number;
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
  /** Undefined: there is nothing to open. */
  readonly isOpen: boolean | undefined;
}

/** Whether the filter leaves anything out. */
export function isFiltering({ text, minBytes, changes }: FileFilter): boolean {
  return text.trim() !== '' || minBytes > 0 || changes !== 'all';
}

/** The rows that are seen, from the top. Directories that hold a row that fits the filter are among them. */
export function visibleRows(table: FileTable, state: TreeState): readonly VisibleRow[] {
  const kept = isFiltering(state.filter) ? keptRows(table, state.filter) : undefined;
  const sought = (index: number): boolean => kept === undefined || kept[index] === 1;
  const rows: VisibleRow[] = [];
  const pending: VisibleRow[] = [];
  const open = (parent: number, level: number): void => {
    const children = sorted(table.children(parent).filter(sought), table, state.order);
    const views = children.map((index, at): VisibleRow => {
      const position = { level, position: at + 1, setSize: children.length };
      return { index, ...position, isOpen: isOpen(table, state, kept !== undefined, index) };
    });
    pending.push(...views.reverse());
  };
  open(-1, 1);
  for (let row = pending.pop(); row !== undefined; row = pending.pop()) {
    rows.push(row);
    if (row.isOpen === true) {
      open(row.index, row.level + 1);
    }
  }
  return rows;
}

function isOpen(
  table: FileTable,
  { opened, closed }: TreeState,
  filtering: boolean,
  index: number,
): boolean | undefined {
  if (table.children(index).length === 0) {
    return undefined;
  }
  return filtering ? !closed.has(index) : opened.has(index);
}

function sorted(rows: readonly number[], table: FileTable, order: FileOrder): readonly number[] {
  return order === 'name'
    ? rows
    : rows.toSorted((one, other) => table.sizeBytes(other) - table.sizeBytes(one) || one - other);
}

/** Why backwards: in preorder a directory comes before what it holds, and is kept for its sake. */
function keptRows(table: FileTable, filter: FileFilter): Uint8Array {
  const kept = new Uint8Array(table.rowCount);
  const fits = createFit(table, filter);
  for (let index = table.rowCount - 1; index >= 0; index -= 1) {
    if (kept[index] === 1 || fits(index)) {
      kept[index] = 1;
      const parent = table.parent(index);
      if (parent >= 0) {
        kept[parent] = 1;
      }
    }
  }
  return kept;
}

function createFit(table: FileTable, { text, minBytes, changes }: FileFilter): (index: number) => boolean {
  const sought = text.trim().toLowerCase();
  const nameOf = sought.includes('/')
    ? (index: number) => `/${table.path(index)}`
    : (index: number) => table.name(index);
  return (index) =>
    (minBytes === 0 || (!table.isDirectory(index) && table.sizeBytes(index) >= minBytes)) &&
    fitsChange(changes, table.change(index)) &&
    (sought === '' || nameOf(index).toLowerCase().includes(sought));
}

function fitsChange(wanted: FileFilter['changes'], change: string): boolean {
  if (wanted === 'all') {
    return true;
  }
  return wanted === 'changed' ? change !== '-' : change === wanted;
}
