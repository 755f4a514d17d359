import type { VisibleRow } from './visibleRows.js';

/** What a key does in a tree: go to a row (by its place among those in sight), open, close, or act on it. */
export type TreeStep =
  | { readonly kind: 'go'; readonly to: number }
  | { readonly kind: 'open' | 'close'; readonly index: number }
  | { readonly kind: 'act' };

const pageRows = 20;

/**
 * What a key means in a tree whose row `at` (among `rows`) is selected; undefined: nothing.
 * https://www.w3.org/WAI/ARIA/apg/patterns/treeview/#keyboardinteraction
 */
export function treeStep(key: string, rows: readonly VisibleRow[], at: number): TreeStep | undefined {
  const row = rows[at];
  if (key === 'Enter') {
    return row === undefined ? undefined : { kind: 'act' };
  }
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    return row === undefined ? undefined : sideways(key, row, rows, at);
  }
  const to = targetOf(key, at, rows.length - 1);
  return to === undefined || rows.length === 0
    ? undefined
    : { kind: 'go', to: Math.min(Math.max(to, 0), rows.length - 1) };
}

function targetOf(key: string, at: number, last: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    PageUp: at - pageRows,
    PageDown: at + pageRows,
    Home: 0,
    End: last,
  };
  return targets[key];
}

/** Right opens, or goes to the first row within; left closes, or goes to the row around. */
function sideways(
  key: string,
  row: VisibleRow,
  rows: readonly VisibleRow[],
  at: number,
): TreeStep | undefined {
  if (key === 'ArrowRight') {
    if (row.isOpen === undefined) {
      return undefined;
    }
    return row.isOpen ? { kind: 'go', to: at + 1 } : { kind: 'open', index: row.index };
  }
  if (row.isOpen === true) {
    return { kind: 'close', index: row.index };
  }
  const around = rows.findLastIndex((other, place) => place < at && other.level < row.level);
  return around < 0 ? undefined : { kind: 'go', to: around };
}

/** The next row after `at`, round to the start, whose name begins with what was typed; undefined: none. */
export function typeAhead(
  typed: string,
  names: (place: number) => string,
  rows: { readonly count: number; readonly at: number },
): number | undefined {
  const wanted = typed.toLowerCase();
  // Why: with more than one letter the search goes on with the row it has found.
  const first = typed.length > 1 ? Math.max(rows.at, 0) : rows.at + 1;
  for (let step = 0; step < rows.count; step += 1) {
    const place = (first + step) % rows.count;
    if (names(place).toLowerCase().startsWith(wanted)) {
      return place;
    }
  }
  return undefined;
}
