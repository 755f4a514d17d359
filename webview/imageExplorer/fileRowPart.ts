import { createElement, setAttribute, setText, type Part } from '../dom/element.js';
import { createIcon, type IconName } from '../dom/icon.js';
import { formatByteSize } from '../format/byteSize.js';
import { formatMode } from '../format/mode.js';

import type { FileRowView } from './fileTable.js';
import type { VisibleRow } from './visibleRows.js';

/** A row of the tree as it is drawn. */
export interface FileRowPartView {
  readonly file: FileRowView;
  readonly row: VisibleRow;
  readonly id: string;
  readonly selected: boolean;
  readonly isCompared: boolean;
  /** Pixels from the top of the tree. */
  readonly top: number;
}

const icons: Readonly<Record<string, IconName>> = { d: 'folder', l: 'link', c: 'device', b: 'device' };
const changeWords: Readonly<Record<string, string>> = { a: 'Added', c: 'Changed', r: 'Removed' };

/** Creates one row: twisty, icon, name, what happened to it, size, permissions, owner. */
export function createFileRow(): Part<FileRowPartView> {
  const twisty = createIcon('chevron');
  const icon = createIcon('file');
  const name = createElement('span', { class: 'file-name' });
  const remark = createElement('span', { class: 'file-remark' });
  const change = createElement('span', { class: 'file-change' });
  const before = createElement('span', { class: 'file-before' });
  const size = createElement('span', { class: 'file-size' });
  const mode = createElement('span', { class: 'file-mode' });
  const owner = createElement('span', { class: 'file-owner' });
  const label = createElement(
    'span',
    { class: 'file-label' },
    twisty.element,
    icon.element,
    name,
    ' ',
    remark,
  );
  const element = createElement('div', { class: 'file', role: 'treeitem' });
  // Why: the spaces keep the words apart where the row is read out or copied; the layout ignores them.
  element.append(label, ' ', change, ' ', before, ' ', size, ' ', mode, ' ', owner);
  return {
    element,
    update: ({ file, row, id, selected, isCompared, top }) => {
      element.id = id;
      icon.show(icons[file.kind] ?? 'file');
      setText(name, printable(file.name));
      setText(remark, printable(file.remark ?? ''));
      setText(change, changeWords[file.change] ?? '');
      setText(before, isCompared && hasSize(file) ? sizeOf(file.sizeBefore) : '');
      setText(size, hasSize(file) ? sizeOf(file.sizeBytes) : '');
      setText(mode, formatMode(file.mode));
      setText(owner, file.owner);
      setAttribute(element, 'title', [file.name, file.remark].filter(Boolean).join(' '));
      setAttribute(element, 'data-change', file.change);
      placeRow(element, row, selected);
      label.style.setProperty('--depth', String(row.level - 1));
      element.style.transform = `translateY(${top}px)`;
    },
  };
}

function placeRow(element: HTMLElement, row: VisibleRow, selected: boolean): void {
  setAttribute(element, 'aria-level', String(row.level));
  setAttribute(element, 'aria-posinset', String(row.position));
  setAttribute(element, 'aria-setsize', String(row.setSize));
  setAttribute(element, 'aria-expanded', row.isOpen === undefined ? undefined : String(row.isOpen));
  setAttribute(element, 'aria-selected', String(selected));
}

/** Links and devices have none. */
function hasSize({ kind }: FileRowView): boolean {
  return kind === 'f' || kind === 'd';
}

function sizeOf(sizeBytes: number | undefined): string {
  return sizeBytes === undefined || sizeBytes < 0 ? '–' : formatByteSize(sizeBytes);
}

/** Control characters as Unicode's pictures of them, so that a name cannot break or hide a row. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- They are what is looked for.
  return text.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
  });
}
