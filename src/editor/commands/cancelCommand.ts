import { l10n, window } from 'vscode';

import type { Build } from '../builds/build.js';
import type { BuildStore } from '../builds/buildStore.js';

/** A command that cancels the running build, or those of several that the user picks. */
export function createCancelCommand(store: BuildStore): () => Promise<void> {
  return async () => {
    const running = store.running();
    if (running.length === 0) {
      void window.showInformationMessage(l10n.t('No build is running.'));
      return;
    }
    const chosen = running.length === 1 ? running : await pick(running);
    await Promise.all(chosen.map(({ id }) => store.cancel(id)));
  };
}

async function pick(running: readonly Build[]): Promise<readonly Build[]> {
  const items = running.map((build) => ({
    label: build.recipeName,
    description: build.platforms.join(', '),
    picked: true,
    build,
  }));
  const placeHolder = l10n.t('Builds to cancel');
  const picked = await window.showQuickPick(items, { canPickMany: true, placeHolder });
  return (picked ?? []).map(({ build }) => build);
}
