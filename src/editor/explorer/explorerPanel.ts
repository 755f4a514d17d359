import { randomBytes } from 'node:crypto';
import * as path from 'node:path';

import type { Disposable, WebviewPanel } from 'vscode';
import { env, Uri } from 'vscode';

import type {
  ExplorerView,
  FilesRequest,
  FromExplorer,
  ImageView,
  ToExplorer,
} from '../../bridge/explorerProtocol.js';
import type { HandlersOf, MessageOf } from '../../bridge/monitorProtocol.js';
import { dispatchMessage } from '../../bridge/monitorProtocol.js';
import { isAbort } from '../../core/base/abort.js';
import { messageOf } from '../../core/base/errors.js';
import { launchpadProcessors } from '../../core/platform/processor.js';
import { formatMonitorHtml } from '../monitor/monitorHtml.js';
import type { ExplorerThread } from './explorerThread.js';
import { explorerTitle } from './explorerWords.js';

/** What the explorer's links and buttons do outside it. */
export type ExplorerPanelActions = Omit<
  HandlersOf<FromExplorer>,
  'ready' | 'showFiles' | 'cancelFiles' | 'refresh'
>;

/** What a panel needs. */
export interface ExplorerPanelOptions {
  readonly extensionUri: Uri;
  readonly thread: ExplorerThread;
  /** Absolute paths; of two, the first is compared with the second. */
  readonly sources: readonly string[];
  readonly actions: ExplorerPanelActions;
  /** Adds where the instructions of layers stand, for those who know. */
  readonly withLines: (images: readonly ImageView[]) => Promise<readonly ImageView[]>;
}

/** Fills a panel with the explorer of one image, or of two. */
export class ExplorerPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #options: ExplorerPanelOptions;
  readonly #listener: Disposable;
  #files: AbortController | undefined;
  #opening: AbortController | undefined;

  constructor(panel: WebviewPanel, options: ExplorerPanelOptions) {
    this.#panel = panel;
    this.#options = options;
    panel.title = explorerTitle(namesOf(options.sources));
    const handlers: HandlersOf<FromExplorer> = {
      ...options.actions,
      ready: () => void this.#open(),
      refresh: () => void this.#open(),
      showFiles: (request) => void this.#showFiles(request),
      cancelFiles: () => {
        this.#files?.abort();
      },
    };
    this.#listener = panel.webview.onDidReceiveMessage((message: MessageOf<FromExplorer>) => {
      dispatchMessage(handlers, message);
    });
    this.#load();
  }

  get sources(): readonly string[] {
    return this.#options.sources;
  }

  /** Brings the panel to the front. */
  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#opening?.abort();
    this.#files?.abort();
  }

  #load(): void {
    const { webview } = this.#panel;
    const dist = Uri.joinPath(this.#options.extensionUri, 'dist');
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.html = formatMonitorHtml({
      cspSource: webview.cspSource,
      script: webview.asWebviewUri(Uri.joinPath(dist, 'imageExplorer.js')).toString(),
      nonce: randomBytes(16).toString('base64url'),
      title: explorerTitle(namesOf(this.#options.sources)),
      language: env.language,
    });
  }

  async #open(): Promise<void> {
    this.#opening?.abort();
    const abort = new AbortController();
    this.#opening = abort;
    this.#post('view', this.#view({ state: 'opening' }));
    try {
      const { sources, thread, withLines } = this.#options;
      const { images, notes } = await thread.call('open', { sources }, { signal: abort.signal });
      const compared = sources.length > 1 ? comparedOf(images) : undefined;
      const lined = await withLines(images);
      this.#post('view', this.#view({ state: 'open', images: lined, notes, ...(compared && { compared }) }));
    } catch (error) {
      if (!isAbort(error)) {
        this.#post('view', this.#view({ state: 'failed', failure: messageOf(error) }));
      }
    }
  }

  #view(more: Pick<ExplorerView, 'state'> & Partial<ExplorerView>): ExplorerView {
    const { sources } = this.#options;
    return { title: namesOf(sources), sources, images: [], notes: [], ...more };
  }

  async #showFiles(request: FilesRequest): Promise<void> {
    this.#files?.abort();
    const abort = new AbortController();
    this.#files = abort;
    const { sources, thread } = this.#options;
    try {
      const given = { sources, request };
      await thread.call('files', given, {
        signal: abort.signal,
        onStretch: (stretch) => {
          this.#post('files', stretch);
        },
        onProgress: ({ current, total }) => {
          this.#post('work', { request, current, total });
        },
      });
    } catch (error) {
      this.#post('filesFailed', { request, message: isAbort(error) ? '' : messageOf(error) });
    }
  }

  #post<Name extends keyof ToExplorer>(type: Name, value: ToExplorer[Name]): void {
    void this.#panel.webview.postMessage({ type, value });
  }
}

/** What the sources are called: `image.tar`, or `old.tar ↔ new.tar`. */
function namesOf(sources: readonly string[]): string {
  return sources.map(nameOf).join(' ↔ ');
}

/** Why the folder around too: every build has an `amd64`. */
function nameOf(source: string): string {
  const name = path.basename(source);
  return launchpadProcessors().includes(name) ? `${path.basename(path.dirname(source))}/${name}` : name;
}

/** The first image of the first source, and the one of the second that is for the same platform. */
function comparedOf(images: readonly ImageView[]): ExplorerView['compared'] {
  const image = images.find(({ id }) => id.startsWith('0/'));
  const others = images.filter(({ id }) => id.startsWith('1/'));
  const against = others.find(({ platform }) => platform === image?.platform) ?? others[0];
  return image === undefined || against === undefined ? undefined : { image: image.id, against: against.id };
}
