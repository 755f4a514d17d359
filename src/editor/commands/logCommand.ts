import { l10n, window } from 'vscode';

import type { Build } from '../builds/build.js';
import type { BuildStore } from '../builds/buildStore.js';
import type { LogDocuments } from '../log/logDocuments.js';

/** A command that opens the log of the only build, or of the one the user picks. */
export function createLogCommand(store: BuildStore, logs: LogDocuments): () => Promise<void> {
  return async () => {
    await store.restore();
    const builds = store.builds();
    if (builds.length === 0) {
      void window.showInformationMessage(l10n.t('Nothing has been built yet.'));
      return;
    }
    const build = builds.length === 1 ? builds[0] : await pick(builds);
    if (build !== undefined) {
      await logs.show(build);
    }
  };
}

const icons: Readonly<Record<Build['state'], string>> = {
  waiting: 'clock',
  running: 'sync~spin',
  succeeded: 'check',
  failed: 'error',
  cancelled: 'circle-slash',
};

async function pick(builds: readonly Build[]): Promise<Build | undefined> {
  const items = builds.map((build) => ({
    label: `$(${icons[build.state]}) ${build.recipeName}`,
    description: build.platforms.join(', '),
    detail: new Date(build.startedMs).toLocaleString(),
    build,
  }));
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t('Log of which build?') });
  return picked?.build;
}
