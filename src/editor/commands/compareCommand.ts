import * as path from 'node:path';

import { l10n, window } from 'vscode';

import type { Explorer } from '../explorer/explorer.js';
import { askImage, chooseImages } from './chooseImage.js';

/** A command that shows two images side by side: those that are selected, else the second is asked for. */
export function createCompareCommand(explorer: Explorer): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const compare = l10n.t('Compare');
    const [before, ...others] = await chooseImages(args, compare);
    if (before === undefined) {
      return;
    }
    if (others.length > 1) {
      void window.showInformationMessage(l10n.t('Select two images: more cannot be shown side by side.'));
      return;
    }
    const after = others[0] ?? (await askImage(compare, path.dirname(before)));
    if (after !== undefined) {
      explorer.show([before, after]);
    }
  };
}
