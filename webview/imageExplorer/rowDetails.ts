import { createElement, setShown, setText, type Part } from '../dom/element.js';
import { formatByteSize } from '../format/byteSize.js';
import { formatMode } from '../format/mode.js';
import { createIconButton, createTextButton } from '../toolkit/button.js';

import type { ExplorerActions } from './explorerActions.js';
import type { FileRowView, FileTable } from './fileTable.js';

/** The selected row of a table; -1: none. */
export interface RowDetailsView {
  readonly table: FileTable | undefined;
  readonly row: number;
  readonly isCompared: boolean;
}

/** Creates the strip below a tree: all of a row's facts, and what can be done with it. */
export function createRowDetails(actions: ExplorerActions): Part<RowDetailsView> {
  let shown: RowDetailsView | undefined;
  const path = createElement('code', { class: 'row-path' });
  const facts = createElement('span', { class: 'row-facts' });
  const open = createTextButton('Open', () => {
    if (shown?.table !== undefined) {
      actions.openRow(shown.table, shown.row);
    }
  });
  const copy = createIconButton('copy', 'Copy path', () => {
    actions.copy(`/${shown?.table?.path(shown.row) ?? ''}`, 'Path');
  });
  const words = createElement('div', { class: 'row-words' }, path, facts);
  const element = createElement('footer', { class: 'row-details' }, words, copy, open.element);
  return {
    element,
    update: (view) => {
      shown = view;
      const file = view.table?.row(view.row);
      setShown(element, file !== undefined);
      if (view.table === undefined || file === undefined) {
        return;
      }
      setText(path, `/${view.table.path(view.row)}`);
      const size = sizeWords(file);
      const layer = file.layer < 0 || view.isCompared ? '' : `from layer ${file.layer + 1}`;
      const all = [size, formatMode(file.mode), file.owner, layer, file.remark ?? ''];
      setText(facts, all.filter((fact) => fact !== '').join(' · '));
      setShown(open.element, file.kind === 'f' && file.mode >= 0);
    },
  };
}

/** Of two images both sizes, where there are two. */
function sizeWords({ sizeBytes, sizeBefore = -1 }: FileRowView): string {
  const sizes = [sizeBefore, sizeBytes].filter((size) => size >= 0).map(formatByteSize);
  return [...new Set(sizes)].join(' → ');
}
