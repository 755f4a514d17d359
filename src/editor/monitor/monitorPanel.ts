import { randomBytes } from 'node:crypto';

import type { Disposable, WebviewPanel } from 'vscode';
import { env, Uri } from 'vscode';

import type {
  FromMonitor,
  HandlersOf,
  MessageOf,
  StepLogView,
  ToMonitor,
} from '../../bridge/monitorProtocol.js';
import { dispatchMessage } from '../../bridge/monitorProtocol.js';
import type { BuildStore } from '../builds/buildStore.js';
import { throttle } from '../../core/base/throttle.js';
import { panelIcon } from '../panelIcon.js';
import { monitorTitle, monitorWords } from './monitorWords.js';
import { formatMonitorHtml } from './monitorHtml.js';
import { toMonitorView, toStepLogView } from './toMonitorView.js';

/** What the monitor's links and buttons do outside it; `buildId` is a build's `id`. */
export type MonitorActions = Omit<HandlersOf<FromMonitor>, 'ready' | 'showStep'>;

/** At most five views a second: faster than eyes, slower than BuildKit. */
const viewIntervalMs = 200;

/** Fills a panel with the monitor and keeps it current until it is closed. */
export class MonitorPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #store: BuildStore;
  readonly #disposables: Pick<Disposable, 'dispose'>[] = [];
  #step: FromMonitor['showStep'] | undefined;
  #sentLog: StepLogView | undefined;

  constructor(panel: WebviewPanel, store: BuildStore, options: MonitorPanelOptions) {
    this.#panel = panel;
    this.#store = store;
    const update = throttle(() => {
      this.#send();
    }, viewIntervalMs);
    const handlers = this.#handlers(options.actions);
    this.#disposables.push(
      update,
      store.onDidChange(() => {
        update.request();
      }),
      panel.onDidChangeViewState(() => {
        update.request();
      }),
      panel.webview.onDidReceiveMessage((message: MessageOf<FromMonitor>) => {
        dispatchMessage(handlers, message);
      }),
    );
    this.#load(options.extensionUri);
  }

  /** Brings the panel to the front; only ever on the user's wish. */
  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  #load(extensionUri: Uri): void {
    const { webview } = this.#panel;
    this.#panel.iconPath = panelIcon(extensionUri, 'monitor');
    const dist = Uri.joinPath(extensionUri, 'dist');
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.html = formatMonitorHtml({
      cspSource: webview.cspSource,
      script: webview.asWebviewUri(Uri.joinPath(dist, 'webview.js')).toString(),
      nonce: randomBytes(16).toString('base64url'),
      title: monitorTitle(),
      language: env.language,
    });
  }

  #handlers(actions: MonitorActions): HandlersOf<FromMonitor> {
    return {
      ...actions,
      ready: () => {
        this.#sentLog = undefined;
        this.#send();
      },
      showStep: (step) => {
        this.#step = step;
        this.#sentLog = undefined;
        this.#sendLog();
      },
    };
  }

  #send(): void {
    // Why: messages to a hidden webview are lost; it asks again when it is shown.
    if (this.#panel.visible) {
      const value = toMonitorView(this.#store.builds(), monitorWords(), this.#store.nowMs());
      this.#post({ type: 'view', value });
      this.#sendLog();
    }
  }

  #sendLog(): void {
    const build = this.#step && this.#store.find(this.#step.buildId);
    const log = build && this.#step && toStepLogView(build, this.#step.stepId);
    if (log !== undefined && log.lines !== this.#sentLog?.lines) {
      this.#sentLog = log;
      this.#post({ type: 'stepLog', value: log });
    }
  }

  #post(message: MessageOf<ToMonitor>): void {
    void this.#panel.webview.postMessage(message);
  }
}

/** What a panel needs besides its builds. */
export interface MonitorPanelOptions {
  readonly extensionUri: Uri;
  readonly actions: MonitorActions;
}
