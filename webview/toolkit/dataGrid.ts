import type { Part } from '../dom/element.js';
import { createKeyedList } from '../dom/keyedList.js';

/** One column of a table. */
interface Column<Row> {
  readonly title: string;
  /** A width as in CSS grid-template-columns. */
  readonly width: string;
  readonly createCell: (row: Row) => Node;
}

/** What a table is made of. A row is drawn once: rows with equal keys are taken to be equal. */
export interface DataGridOptions<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
}

/** Creates a table whose cells can be walked with the arrow keys. */
export function createDataGrid<Row>(options: DataGridOptions<Row>): Part<readonly Row[]> {
  const element = document.createElement('vscode-data-grid');
  element.setAttribute('generate-header', 'none');
  element.setAttribute('aria-label', options.label);
  element.setAttribute('grid-template-columns', options.columns.map((column) => column.width).join(' '));
  const header = createHeader(options.columns);
  element.append(header);
  const rows = createKeyedList<Row>(element, {
    keyOf: options.keyOf,
    after: header,
    createPart: (row) => ({ element: createRow(options.columns, row), update: () => undefined }),
  });
  return {
    element,
    update: (values) => {
      rows.update(values);
    },
  };
}

function createHeader<Row>(columns: readonly Column<Row>[]): HTMLElement {
  const row = document.createElement('vscode-data-grid-row');
  row.setAttribute('row-type', 'header');
  row.append(
    ...columns.map((column, index) => {
      const cell = createCell(index, column.title);
      cell.setAttribute('cell-type', 'columnheader');
      return cell;
    }),
  );
  return row;
}

function createRow<Row>(columns: readonly Column<Row>[], value: Row): HTMLElement {
  const row = document.createElement('vscode-data-grid-row');
  row.append(...columns.map((column, index) => createCell(index, column.createCell(value))));
  return row;
}

function createCell(index: number, content: Node | string): HTMLElement {
  const cell = document.createElement('vscode-data-grid-cell');
  cell.setAttribute('grid-column', String(index + 1));
  cell.append(content);
  return cell;
}
