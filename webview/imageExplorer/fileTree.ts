import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from '@tanstack/virtual-core';

import { createElement, setAttribute, type Part } from '../dom/element.js';
import { createKeyedList } from '../dom/keyedList.js';

import { createFileRow } from './fileRowPart.js';
import type { FileTable } from './fileTable.js';
import { treeStep, typeAhead } from './treeKeys.js';
import type { VisibleRow } from './visibleRows.js';

/** A tree of files to draw. */
export interface FileTreeView {
  readonly label: string;
  readonly table: FileTable;
  readonly rows: readonly VisibleRow[];
  /** The selected row of the table; -1: none. */
  readonly selected: number;
  readonly isCompared: boolean;
}

/** What a tree asks for; rows are those of the table. */
export interface FileTreeOptions {
  readonly onSelect: (row: number) => void;
  readonly onToggle: (row: number, open: boolean) => void;
  readonly onOpen: (row: number) => void;
}

const rowHeight = 22;
/** Letters that come faster than this, in milliseconds, are one word. */
const typingMs = 700;

interface Tree {
  readonly scroller: HTMLElement;
  readonly canvas: HTMLElement;
  readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  readonly options: FileTreeOptions;
  view: FileTreeView | undefined;
  typed: string;
  typedAt: number;
}

/**
 * Creates a tree, of which only the rows in sight are in the page. The tree as a whole takes the focus and names its
 * active row. https://www.w3.org/WAI/ARIA/apg/patterns/treeview/
 */
export function createFileTree(options: FileTreeOptions): Part<FileTreeView> {
  const canvas = createElement('div', { class: 'tree-canvas', role: 'presentation' });
  const scroller = createElement('div', { class: 'tree', role: 'tree', tabindex: '0' }, canvas);
  const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
    count: 0,
    overscan: 12,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
  });
  const tree: Tree = { scroller, canvas, virtualizer, options, view: undefined, typed: '', typedAt: 0 };
  const rows = createKeyedList<VirtualItem>(canvas, {
    keyOf: (item) => String(tree.view?.rows[item.index]?.index ?? -1 - item.index),
    createPart: () => createTreeRow(tree),
  });
  const draw = (): void => {
    const count = tree.view?.rows.length ?? 0;
    rows.update(virtualizer.getVirtualItems().filter(({ index }) => index < count));
  };
  virtualizer.setOptions({ ...virtualizer.options, onChange: draw });
  virtualizer._didMount();
  listen(tree);
  return {
    element: scroller,
    update: (view) => {
      const previous = tree.view;
      tree.view = view;
      resize(tree, previous);
      draw();
      const active = view.rows.some(({ index }) => index === view.selected)
        ? rowId(view.selected)
        : undefined;
      setAttribute(scroller, 'aria-label', view.label);
      setAttribute(scroller, 'aria-activedescendant', active);
    },
  };
}

function createTreeRow(tree: Tree): Part<VirtualItem> {
  const part = createFileRow();
  return {
    element: part.element,
    update: ({ index, start }) => {
      const row = tree.view?.rows[index];
      const file = row && tree.view?.table.row(row.index);
      if (tree.view !== undefined && row !== undefined && file !== undefined) {
        const selected = row.index === tree.view.selected;
        const { isCompared } = tree.view;
        part.update({ file, row, id: rowId(row.index), selected, isCompared, top: start });
      }
    },
  };
}

function resize(tree: Tree, previous: FileTreeView | undefined): void {
  const { view, virtualizer, canvas, scroller } = tree;
  if (view === undefined || (view.rows === previous?.rows && view.selected === previous.selected)) {
    return;
  }
  if (view.rows !== previous?.rows) {
    virtualizer.setOptions({ ...virtualizer.options, count: view.rows.length });
    virtualizer._willUpdate();
    canvas.style.height = `${virtualizer.getTotalSize()}px`;
  }
  if (view.table !== previous?.table) {
    scroller.scrollTop = 0;
  }
  if (view.table !== previous?.table || view.selected !== previous.selected) {
    reveal(tree, placeOf(view, view.selected));
  }
}

function reveal({ scroller }: Tree, place: number): void {
  const top = place * rowHeight;
  if (place < 0) {
    return;
  }
  if (top < scroller.scrollTop) {
    scroller.scrollTop = top;
  } else if (top + rowHeight > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = top + rowHeight - scroller.clientHeight;
  }
}

function listen(tree: Tree): void {
  const { scroller, options } = tree;
  scroller.addEventListener('click', (event) => {
    const row = rowOf(tree, event.target);
    if (row !== undefined) {
      options.onSelect(row.index);
      if (row.isOpen !== undefined) {
        options.onToggle(row.index, !row.isOpen);
      }
    }
  });
  scroller.addEventListener('dblclick', (event) => {
    const row = rowOf(tree, event.target);
    if (row?.isOpen === undefined && row !== undefined) {
      options.onOpen(row.index);
    }
  });
  scroller.addEventListener('keydown', (event) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (isPlain && (handleKey(tree, event.key) || handleTyping(tree, event.key))) {
      event.preventDefault();
    }
  });
}

function rowOf({ view }: Tree, target: EventTarget | null): VisibleRow | undefined {
  const element = target instanceof Element ? target.closest('.file') : null;
  return element === null ? undefined : view?.rows.find(({ index }) => rowId(index) === element.id);
}

/** Returns whether the key means something here. */
function handleKey(tree: Tree, key: string): boolean {
  const { view, options } = tree;
  const rows = view?.rows ?? [];
  const at = view === undefined ? -1 : placeOf(view, view.selected);
  const step = treeStep(key, rows, at);
  if (step === undefined) {
    return false;
  }
  tree.typed = '';
  if (step.kind === 'go') {
    options.onSelect(rows[step.to]?.index ?? -1);
  } else if (step.kind === 'act') {
    act(rows[at], options);
  } else {
    options.onToggle(step.index, step.kind === 'open');
  }
  return true;
}

function act(row: VisibleRow | undefined, options: FileTreeOptions): void {
  if (row?.isOpen !== undefined) {
    options.onToggle(row.index, !row.isOpen);
  } else if (row !== undefined) {
    options.onOpen(row.index);
  }
}

/** Keys that write nothing have longer names, all in ASCII. */
function isCharacter(key: string): boolean {
  return key.length === 1 || (key.codePointAt(0) ?? 0) > 0xffff;
}

function handleTyping(tree: Tree, key: string): boolean {
  const { view, options } = tree;
  if (view === undefined || !isCharacter(key)) {
    return false;
  }
  const now = performance.now();
  tree.typed = now - tree.typedAt < typingMs ? tree.typed + key : key;
  tree.typedAt = now;
  const nameOf = (place: number): string => view.table.name(view.rows[place]?.index ?? -1);
  const at = placeOf(view, view.selected);
  const place = typeAhead(tree.typed, nameOf, { count: view.rows.length, at });
  const found = place === undefined ? undefined : view.rows[place];
  if (found !== undefined) {
    options.onSelect(found.index);
  }
  return true;
}

function placeOf({ rows }: FileTreeView, row: number): number {
  return rows.findIndex(({ index }) => index === row);
}

function rowId(index: number): string {
  return `file:${index}`;
}
