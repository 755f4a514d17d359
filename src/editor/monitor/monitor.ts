import type { Disposable, ExtensionContext, WebviewPanel } from 'vscode';
import { ViewColumn, window } from 'vscode';

import type { BuildStore } from '../builds/buildStore.js';
import type { MonitorActions } from './monitorPanel.js';
import { MonitorPanel } from './monitorPanel.js';
import { monitorTitle } from './monitorWords.js';

/** Type of the monitor's panel, by which the editor finds who restores it. */
const monitorViewType = 'ociRecipe.monitor';

/** The one build monitor of a window: opened on request, restored after a reload. */
export class Monitor implements Disposable {
  readonly #context: ExtensionContext;
  readonly #store: BuildStore;
  readonly #actions: MonitorActions;
  readonly #serializer: Disposable;
  #panel: MonitorPanel | undefined;

  constructor(context: ExtensionContext, store: BuildStore, actions: MonitorActions) {
    this.#context = context;
    this.#store = store;
    this.#actions = actions;
    this.#serializer = window.registerWebviewPanelSerializer(monitorViewType, {
      deserializeWebviewPanel: (panel) => this.#adopt(panel),
    });
  }

  /** Shows the monitor, in front. */
  async show(): Promise<void> {
    if (this.#panel !== undefined) {
      this.#panel.reveal();
      return;
    }
    const column = window.activeTextEditor === undefined ? ViewColumn.Active : ViewColumn.Beside;
    await this.#adopt(window.createWebviewPanel(monitorViewType, monitorTitle(), column));
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#panel?.dispose();
  }

  async #adopt(panel: WebviewPanel): Promise<void> {
    const extensionUri = this.#context.extensionUri;
    const monitor = new MonitorPanel(panel, this.#store, { extensionUri, actions: this.#actions });
    this.#panel = monitor;
    panel.onDidDispose(() => {
      monitor.dispose();
      if (this.#panel === monitor) {
        this.#panel = undefined;
      }
    });
    await this.#store.restore();
  }
}
