import { l10n, window } from 'vscode';

import type { BuildStore } from '../builds/buildStore.js';
import type { LogDocuments } from '../log/logDocuments.js';

/** A command that opens the log of the newest build; those of older ones are opened from the monitor. */
export function createLogCommand(store: BuildStore, logs: LogDocuments): () => Promise<void> {
  return async () => {
    await store.restore();
    const [newest] = store.builds();
    if (newest === undefined) {
      void window.showInformationMessage(l10n.t('Nothing has been built yet.'));
      return;
    }
    await logs.show(newest);
  };
}
