import type { FileColumns, FilesSummary, FilesView } from '../../src/bridge/explorerProtocol.js';

/** One row of a table, as it is drawn. */
export interface FileRowView {
  readonly name: string;
  readonly kind: string;
  readonly change: string;
  readonly sizeBytes: number;
  readonly mode: number;
  readonly owner: string;
  readonly layer: number;
  readonly sizeBefore: number | undefined;
  readonly remark: string | undefined;
}

/** A whole table of files, gathered from its stretches. Rows are named by their index. */
export interface FileTable {
  readonly rowCount: number;
  /** Of every row; undefined where there is none. */
  row(index: number): FileRowView | undefined;
  name(index: number): string;
  depth(index: number): number;
  sizeBytes(index: number): number;
  change(index: number): string;
  isDirectory(index: number): boolean;
  /** The row that holds this one; -1 at the top. */
  parent(index: number): number;
  /** From the top, without a slash in front. */
  path(index: number): string;
  /** The row of a path; -1 when there is none. */
  find(path: string): number;
  /** The rows that a row holds, or those at the top for -1, in their order. */
  children(index: number): readonly number[];
  readonly summary: FilesSummary;
}

/** A table that grows by stretches until it is whole. */
export interface FileTableBuilder {
  add(stretch: FilesView): void;
  /** The table once all of it is there. */
  finished(): FileTable | undefined;
}

type Part = Pick<FilesView, 'start' | 'rows'>;

/** Starts a table; stretches that do not follow the last are left out. */
export function createFileTableBuilder(): FileTableBuilder {
  const parts: Part[] = [];
  let total = Number.NaN;
  let count = 0;
  let summary: FilesSummary | undefined;
  return {
    add: ({ start, rows, total: whole, summary: said }) => {
      if (start === count) {
        parts.push({ start, rows });
        count += rows.names.length;
        total = whole;
        summary = said;
      }
    },
    finished: () =>
      summary !== undefined && count === total ? createTable(parts, count, summary) : undefined,
  };
}

function createTable(parts: readonly Part[], rowCount: number, summary: FilesSummary): FileTable {
  const find = createFinder(parts);
  const read = <Value>(index: number, of: (rows: FileColumns, at: number) => Value): Value | undefined => {
    const part = find(index);
    return part === undefined ? undefined : of(part.rows, index - part.start);
  };
  const depth = (index: number): number => read(index, (rows, at) => rows.depths[at]) ?? 0;
  const name = (index: number): string => read(index, (rows, at) => rows.names[at]) ?? '';
  const family = createFamily(rowCount, depth);
  return {
    rowCount,
    summary,
    depth,
    name,
    row: (index) => read(index, rowAt),
    sizeBytes: (index) => read(index, (rows, at) => rows.sizes[at]) ?? 0,
    change: (index) => read(index, (rows, at) => rows.changes[at]) ?? '-',
    isDirectory: (index) => read(index, (rows, at) => rows.kinds[at]) === 'd',
    parent: (index) => family.parents[index] ?? -1,
    children: (index) => childrenOf(family, index),
    find: (path) => findRow(path, family, name),
    path: (index) => {
      const names: string[] = [];
      for (let at = index; at >= 0; at = family.parents[at] ?? -1) {
        names.unshift(name(at));
      }
      return names.join('/');
    },
  };
}

function rowAt(rows: FileColumns, at: number): FileRowView {
  return {
    name: rows.names[at] ?? '',
    kind: rows.kinds[at] ?? 'f',
    change: rows.changes[at] ?? '-',
    sizeBytes: rows.sizes[at] ?? 0,
    mode: rows.modes[at] ?? -1,
    owner: rows.owners[at] ?? '',
    layer: rows.layers[at] ?? -1,
    sizeBefore: rows.sizesBefore[at],
    remark: rows.remarks[at],
  };
}

/** Why the last part first: rows are mostly read in their order. */
function createFinder(parts: readonly Part[]): (index: number) => Part | undefined {
  let last = parts[0];
  const holds = (part: Part | undefined, index: number): boolean =>
    part !== undefined && index >= part.start && index < part.start + part.rows.names.length;
  return (index) => {
    if (!holds(last, index)) {
      last = parts.find((part) => holds(part, index));
    }
    return last;
  };
}

/** Who holds whom, as links between rows: cheap for hundreds of thousands of them. */
interface Family {
  readonly parents: Int32Array;
  readonly firstChildren: Int32Array;
  readonly nextSiblings: Int32Array;
}

function createFamily(rowCount: number, depth: (index: number) => number): Family {
  const parents = new Int32Array(rowCount).fill(-1);
  const firstChildren = new Int32Array(rowCount).fill(-1);
  const nextSiblings = new Int32Array(rowCount).fill(-1);
  const latest: number[] = [];
  for (let index = 0; index < rowCount; index += 1) {
    const level = Math.min(depth(index), latest.length);
    const parent = level === 0 ? -1 : (latest[level - 1] ?? -1);
    const elder = latest[level];
    parents[index] = parent;
    if (elder !== undefined) {
      nextSiblings[elder] = index;
    } else if (parent >= 0) {
      firstChildren[parent] = index;
    }
    latest.length = level;
    latest.push(index);
  }
  return { parents, firstChildren, nextSiblings };
}

function findRow(path: string, family: Family, nameOf: (index: number) => string): number {
  let row = -1;
  for (let rest = path; rest !== '';) {
    // Why not by the first slash: of what is wasted a whole path is one name.
    const fits = (child: number): boolean => rest === nameOf(child) || rest.startsWith(`${nameOf(child)}/`);
    const next = childrenOf(family, row).find(fits);
    if (next === undefined) {
      return -1;
    }
    row = next;
    rest = rest.slice(nameOf(next).length + 1);
  }
  return row;
}

function childrenOf({ firstChildren, nextSiblings, parents }: Family, index: number): readonly number[] {
  const children: number[] = [];
  const first = index === -1 ? (parents.length > 0 ? 0 : -1) : (firstChildren[index] ?? -1);
  for (let child = first; child >= 0; child = nextSiblings[child] ?? -1) {
    children.push(child);
  }
  return children;
}
