import { l10n } from 'vscode';

import type { Explorer } from '../explorer/explorer.js';
import { chooseImages } from './chooseImage.js';

/** A command that shows what is in an image; each of several selected ones in an explorer of its own. */
export function createExploreCommand(explorer: Explorer): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    for (const source of await chooseImages(args, l10n.t('Explore'))) {
      explorer.show([source]);
    }
  };
}
