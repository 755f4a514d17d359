import type { FilesRequest } from '../../src/bridge/explorerProtocol.js';
import { createElement, setShown, setText, type Part } from '../dom/element.js';

import type { ExplorerActions } from './explorerActions.js';
import type { FileTable } from './fileTable.js';
import { createFilesHead } from './filesHead.js';
import { createFileTree } from './fileTree.js';
import { createFilterBar } from './filterBar.js';
import { createRowDetails } from './rowDetails.js';
import { isFiltering, usualTree, visibleRows, type TreeState, type VisibleRow } from './visibleRows.js';
import { createWorkBar, type WorkBarView } from './workBar.js';

/** The files that are shown, or the work on them. */
export interface FilesPaneView {
  readonly title: string;
  readonly request: FilesRequest;
  readonly table: FileTable | undefined;
  readonly tree: TreeState;
  readonly selected: number;
  readonly work: WorkBarView;
}

/** Creates the pane of files: what they are, filters, a tree, and the selected row. */
export function createFilesPane(actions: ExplorerActions): Part<FilesPaneView> {
  let shown: FilesPaneView | undefined;
  const head = createFilesHead();
  const filter = createFilterBar(actions.changeTree);
  const heads = createColumnHeads();
  const tree = createFileTree({
    onSelect: actions.selectRow,
    onToggle: (row, open) => {
      if (shown?.table !== undefined) {
        actions.changeTree(toggled(shown.tree, shown.table, row, open));
      }
    },
    onOpen: (row) => {
      if (shown?.table !== undefined) {
        actions.openRow(shown.table, row);
      }
    },
  });
  const empty = createElement('p', { class: 'files-empty', role: 'status' });
  const work = createWorkBar({
    doing: 'Reading layers',
    retry: 'Read It',
    onCancel: () => {
      actions.post('cancelFiles', {});
    },
    onRetry: actions.retry,
  });
  const details = createRowDetails(actions);
  const element = createElement('section', { class: 'files', 'aria-label': 'Files' }, head.element);
  element.append(filter.element, heads, tree.element, empty, work.element, details.element);
  const rowsOf = rememberRows();
  return {
    element,
    update: (view) => {
      shown = view;
      const { table, request } = view;
      const isCompared = request.against !== undefined;
      const rows = table === undefined ? [] : rowsOf(table, view.tree);
      element.dataset['view'] = isCompared ? 'compared' : String(request.part);
      head.update({ title: view.title, request, summary: table?.summary });
      const hasChanges = isCompared || typeof request.part === 'number';
      filter.update({ state: view.tree, usual: usualTree(request), hasChanges });
      setShown(filter.element, table !== undefined);
      setShown(heads, rows.length > 0);
      setShown(tree.element, rows.length > 0);
      if (table !== undefined) {
        tree.update({ label: view.title, table, rows, selected: view.selected, isCompared });
      }
      setText(empty, table === undefined || rows.length > 0 ? '' : emptyWords(view));
      setShown(empty, empty.textContent !== '');
      work.update(view.work);
      details.update({ table, row: view.selected, isCompared });
    },
  };
}

/** Why remembered: the rows of a large tree are not found anew for every move of the selection. */
function rememberRows(): (table: FileTable, state: TreeState) => readonly VisibleRow[] {
  let last: { table: FileTable; state: TreeState; rows: readonly VisibleRow[] } | undefined;
  return (table, state) => {
    if (last?.table !== table || last.state !== state) {
      last = { table, state, rows: visibleRows(table, state) };
    }
    return last.rows;
  };
}

/** Opens or closes a directory; one that holds nothing but a directory opens that too. */
function toggled(state: TreeState, table: FileTable, row: number, open: boolean): Partial<TreeState> {
  const opened = new Set(state.opened);
  const closed = new Set(state.closed);
  if (!open) {
    opened.delete(row);
    closed.add(row);
    return { opened, closed };
  }
  let next: number | undefined = row;
  while (next !== undefined) {
    opened.add(next);
    closed.delete(next);
    const children: readonly number[] = table.children(next);
    const [only] = children;
    next = children.length === 1 && only !== undefined && table.isDirectory(only) ? only : undefined;
  }
  return isFiltering(state.filter) ? { closed } : { opened, closed };
}

/** What the columns are, for the eye alone: each row says it all when it is read out. */
function createColumnHeads(): HTMLElement {
  const names = ['label:Name', 'change:Change', 'before:Before', 'size:Size', 'mode:Mode', 'owner:Owner'];
  const cells = names.map((each) => {
    const [column = '', name = ''] = each.split(':');
    return createElement('span', { class: `file-${column}` }, name);
  });
  return createElement('div', { class: 'file file-heads', 'aria-hidden': 'true' }, ...cells);
}

function emptyWords({ tree, request }: FilesPaneView): string {
  if (isFiltering(tree.filter)) {
    return 'No file fits the filter.';
  }
  const words = { merged: 'The image holds no file.', waste: 'Nothing is wasted.' } as const;
  return typeof request.part === 'number' ? 'This layer changed no file.' : words[request.part];
}
