import type { FromExplorer } from '../../src/bridge/explorerProtocol.js';
import type { Post } from '../editorApi.js';

import type { FileTable } from './fileTable.js';
import type { TreeState } from './visibleRows.js';

/** What the parts of the explorer can ask for. */
export interface ExplorerActions {
  readonly post: Post<FromExplorer>;
  readonly chooseImage: (id: string) => void;
  /** Compares the image with another; undefined: shows it alone. */
  readonly compareWith: (id: string | undefined) => void;
  /** Asks for another image, to compare this one with it. */
  readonly compareWithOther: () => void;
  readonly choosePart: (part: 'merged' | 'waste' | number) => void;
  readonly changeTree: (change: Partial<TreeState>) => void;
  readonly selectRow: (row: number) => void;
  /** Opens the file of a row, or its difference where two images are compared. */
  readonly openRow: (table: FileTable, row: number) => void;
  readonly split: (percent: number) => void;
  /** Puts a text on the clipboard and says so. */
  readonly copy: (text: string, name: string) => void;
  /** Reads what is shown again after it was cancelled or has failed. */
  readonly retry: () => void;
}
