import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createFileTableBuilder, type FileTable } from '../../../webview/imageExplorer/fileTable.js';
import { treeStep, typeAhead } from '../../../webview/imageExplorer/treeKeys.js';
import {
  noFilter,
  visibleRows,
  type TreeState,
  type VisibleRow,
} from '../../../webview/imageExplorer/visibleRows.js';
import { filesOf, type SampleRow } from './sampleImage.js';

const rows: readonly SampleRow[] = [
  { path: 'bin', kind: 'l' },
  { path: 'etc/', sizeBytes: 30 },
  { path: 'etc/a.conf', sizeBytes: 10, change: 'a' },
  { path: 'etc/ssl/', sizeBytes: 20 },
  { path: 'etc/ssl/Cert.pem', sizeBytes: 20, change: 'r' },
  { path: 'usr/', sizeBytes: 500 },
  { path: 'usr/tool', sizeBytes: 500 },
];

const request = { image: '0/0', part: 'merged' } as const;

function tableOf(samples: readonly SampleRow[]): FileTable {
  const builder = createFileTableBuilder();
  builder.add(filesOf(request, samples));
  const table = builder.finished();
  if (table === undefined) {
    throw new Error('The table is not whole.');
  }
  return table;
}

const table = tableOf(rows);
const closed: TreeState = { filter: noFilter, order: 'name', opened: new Set(), closed: new Set() };

function paths(state: Partial<TreeState>): readonly string[] {
  return visibleRows(table, { ...closed, ...state }).map(({ index }) => table.path(index));
}

test('at first only the top is seen; what is opened shows what it holds', () => {
  expect([paths({}), paths({ opened: new Set([1, 3]) })]).toEqual([
    ['bin', 'etc', 'usr'],
    ['bin', 'etc', 'etc/a.conf', 'etc/ssl', 'etc/ssl/Cert.pem', 'usr'],
  ]);
});

test('a filter by name opens the way to what fits, in letters of either case', () => {
  expect(paths({ filter: { ...noFilter, text: 'cert' } })).toEqual(['etc', 'etc/ssl', 'etc/ssl/Cert.pem']);
});

test('a filter with a slash looks at the path', () => {
  expect(paths({ filter: { ...noFilter, text: '/usr/t' } })).toEqual(['usr', 'usr/tool']);
});

test('a filter by size leaves small files out, not the directories of large ones', () => {
  expect(paths({ filter: { ...noFilter, minBytes: 20 } })).toEqual([
    'etc',
    'etc/ssl',
    'etc/ssl/Cert.pem',
    'usr',
    'usr/tool',
  ]);
});

test.each([
  ['changed', ['etc', 'etc/a.conf', 'etc/ssl', 'etc/ssl/Cert.pem']],
  ['r', ['etc', 'etc/ssl', 'etc/ssl/Cert.pem']],
] as const)('a filter by change (%s) leaves the others out', (changes, expected) => {
  expect(paths({ filter: { ...noFilter, changes } })).toEqual(expected);
});

test('while a filter has directories open, one can be closed', () => {
  const filter = { ...noFilter, text: 'e' };
  expect(paths({ filter, closed: new Set([1]) })).toEqual(['etc']);
});

test('by size the largest of each directory comes first', () => {
  expect(paths({ order: 'size', opened: new Set([1]) })).toEqual([
    'usr',
    'etc',
    'etc/ssl',
    'etc/a.conf',
    'bin',
  ]);
});

test('every row is found by its path, and nothing by another', () => {
  const all = Array.from({ length: table.rowCount }, (_, index) => table.find(table.path(index)));
  expect(all).toEqual(rows.map((_, index) => index));
  expect(['etc/ssl/none', 'et', 'usr/tool/x'].map((path) => table.find(path))).toEqual([-1, -1, -1]);
});

test('a table that is not a tree is searched by whole paths', () => {
  const flat = createFileTableBuilder();
  flat.add(filesOf({ ...request, part: 'waste' }, [{ path: 'etc/a' }, { path: 'etc/b/c' }]));
  expect(flat.finished()?.find('etc/b/c')).toBe(1);
});

test('each row knows its level and its place among those beside it', () => {
  const [, , conf, ssl] = visibleRows(table, { ...closed, opened: new Set([1]) });
  expect([conf, ssl]).toEqual([
    { index: 2, level: 2, position: 1, setSize: 2, isOpen: undefined },
    { index: 3, level: 2, position: 2, setSize: 2, isOpen: false },
  ]);
});

test('a table that comes in stretches is whole with the last of them, and the same', () => {
  const whole = filesOf(request, rows);
  const builder = createFileTableBuilder();
  const seen: boolean[] = [];
  for (const [start, end] of [
    [0, 3],
    [3, 4],
    [4, rows.length],
  ] as const) {
    const part = filesOf(request, rows.slice(start, end)).rows;
    builder.add({ ...whole, start, rows: part });
    seen.push(builder.finished() !== undefined);
  }
  const joined = builder.finished();
  const all = rows.map((_, index) => [joined?.path(index), joined?.row(index)]);
  expect([seen, all]).toEqual([
    [false, false, true],
    rows.map((_, index) => [table.path(index), table.row(index)]),
  ]);
});

test('whatever is opened and sought, rows come once, each below the one that holds it', () => {
  const path = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 20 }), fc.string(), (given, text) => {
      const sample = tableOf(preorder(given));
      const opened = new Set(Array.from({ length: sample.rowCount }, (_, index) => index));
      const state = { ...closed, opened, filter: { ...noFilter, text } };
      const seen = visibleRows(sample, state).map(({ index }) => index);
      expect(new Set(seen).size).toBe(seen.length);
      for (const [place, index] of seen.entries()) {
        const parent = sample.parent(index);
        expect(parent === -1 || seen.indexOf(parent) < place).toBe(true);
      }
      const isSought = text.trim() !== '';
      expect(isSought || seen.length === sample.rowCount).toBe(true);
    }),
    { seed: 7, numRuns: 200 },
  );
});

/** All directories and files of some paths, in preorder. */
function preorder(given: readonly (readonly string[])[]): readonly SampleRow[] {
  const all = new Set(given.flatMap((parts) => parts.map((_, end) => parts.slice(0, end + 1).join('/'))));
  const sorted = [...all].sort();
  return sorted.map((path) => ({
    path: sorted.some((other) => other.startsWith(`${path}/`)) ? `${path}/` : path,
  }));
}

const seen: readonly VisibleRow[] = visibleRows(table, { ...closed, opened: new Set([1]) });

test.each([
  ['ArrowDown', 0, { kind: 'go', to: 1 }],
  ['ArrowUp', 0, { kind: 'go', to: 0 }],
  ['End', 0, { kind: 'go', to: 4 }],
  ['Home', 3, { kind: 'go', to: 0 }],
  ['ArrowRight', 3, { kind: 'open', index: 3 }],
  ['ArrowRight', 1, { kind: 'go', to: 2 }],
  ['ArrowRight', 2, undefined],
  ['ArrowLeft', 1, { kind: 'close', index: 1 }],
  ['ArrowLeft', 2, { kind: 'go', to: 1 }],
  ['ArrowLeft', 0, undefined],
  ['Enter', 2, { kind: 'act' }],
  ['Enter', -1, undefined],
  ['ArrowDown', -1, { kind: 'go', to: 0 }],
] as const)('the key %s in row %i of a tree does what it does in any', (key, at, expected) => {
  expect(treeStep(key, seen, at)).toEqual(expected);
});

test('typing finds the next row that begins so, round to the start, and stays while more is typed', () => {
  const names = ['bin', 'etc', 'boot', 'bar'];
  const find = (typed: string, at: number): number | undefined =>
    typeAhead(typed, (place) => names[place] ?? '', { count: names.length, at });
  expect([find('b', 0), find('b', 3), find('bo', 2), find('E', -1), find('x', 0)]).toEqual([
    2,
    0,
    2,
    1,
    undefined,
  ]);
});
