import type { FoldingRangeProvider } from 'vscode';
import { FoldingRange } from 'vscode';

import { foldLog } from './foldLog.js';

/** Folds a build log by step. */
export const logFolding: FoldingRangeProvider = {
  provideFoldingRanges(document) {
    const lines = document.getText().split(/\r?\n/);
    return foldLog(lines).map(({ startLine, endLine }) => new FoldingRange(startLine, endLine));
  },
};
