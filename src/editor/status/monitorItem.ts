import type { Disposable, StatusBarItem } from 'vscode';
import { commands, l10n, StatusBarAlignment, window } from 'vscode';

import type { BuildStore } from '../builds/buildStore.js';
import { throttle } from '../../core/base/throttle.js';
import type { MonitorItemWords } from './monitorItemText.js';
import { formatMonitorItem } from './monitorItemText.js';

const updateIntervalMs = 250;

/** The status bar's view of the builds; a click opens the monitor. */
export class MonitorItem implements Disposable {
  readonly #item: StatusBarItem;
  readonly #store: BuildStore;
  readonly #disposables: readonly Pick<Disposable, 'dispose'>[];
  #isBuilding = false;

  constructor(store: BuildStore) {
    this.#store = store;
    this.#item = window.createStatusBarItem('ociRecipe.monitor', StatusBarAlignment.Left, 49);
    this.#item.name = l10n.t('OCI Build Monitor');
    this.#item.command = 'ociRecipe.showMonitor';
    this.#item.tooltip = l10n.t('Show the OCI build monitor');
    const update = throttle(() => {
      this.#update();
    }, updateIntervalMs);
    this.#disposables = [
      this.#item,
      update,
      store.onDidChange(() => {
        update.request();
      }),
    ];
  }

  dispose(): void {
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  #update(): void {
    const shown = formatMonitorItem(this.#store.builds(), words());
    if (shown === undefined) {
      this.#item.hide();
    } else {
      this.#item.text = shown.text;
      this.#item.accessibilityInformation = { label: shown.spoken };
      this.#item.show();
    }
    this.#setBuilding(this.#store.running().length > 0);
  }

  /** Enables the cancel command where there is something to cancel. */
  #setBuilding(isBuilding: boolean): void {
    if (isBuilding !== this.#isBuilding) {
      this.#isBuilding = isBuilding;
      void commands.executeCommand('setContext', 'ociRecipe.building', isBuilding);
    }
  }
}

function words(): MonitorItemWords {
  return {
    succeeded: (recipe) => l10n.t('{0} built', recipe),
    failed: (recipe, platform) =>
      platform === undefined
        ? l10n.t('{0} failed', recipe)
        : l10n.t('{0} failed on {1}', recipe, platform.replace(/^linux\//, '')),
    cancelled: (recipe) => l10n.t('{0} cancelled', recipe),
    running: (recipe, progress) => l10n.t('Building {0}: {1}', recipe, progress),
    severalRunning: (count) => l10n.t('{0} builds', count),
  };
}
