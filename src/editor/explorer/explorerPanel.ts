import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { Disposable, WebviewPanel } from 'vscode';
import { env, Uri } from 'vscode';

import {
  formatFilesRequest,
  type ExplorerView,
  type FilesRequest,
  type FromExplorer,
  type ImageView,
  type ToExplorer,
} from '../../bridge/explorerProtocol.js';
import type { HandlersOf, MessageOf } from '../../bridge/monitorProtocol.js';
import { dispatchMessage } from '../../bridge/monitorProtocol.js';
import { isAbort } from '../../core/base/abort.js';
import { messageOf } from '../../core/base/errors.js';
import { launchpadProcessors } from '../../core/platform/processor.js';
import { formatMonitorHtml } from '../monitor/monitorHtml.js';
import { panelIcon } from '../panelIcon.js';
import type { ExplorerThread } from './explorerThread.js';
import { explorerTitle } from './explorerWords.js';

/** What the explorer's links and buttons do outside it. */
export type ExplorerPanelActions = Omit<
  HandlersOf<FromExplorer>,
  'ready' | 'cancelOpening' | 'showFiles' | 'cancelFiles' | 'refresh'
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

/** A table that is being read. */
interface Reading {
  readonly name: string;
  readonly abort: AbortController;
  /** Whether rows of it have been sent. */
  hasBegun: boolean;
}

/** Fills a panel with the explorer of one image, or of two. */
export class ExplorerPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #options: ExplorerPanelOptions;
  readonly #listener: Disposable;
  #isDisposed = false;
  #files: Reading | undefined;
  #opening: AbortController | undefined;
  /** The image as it was when it was opened last. */
  #known: ExplorerView | undefined;

  constructor(panel: WebviewPanel, options: ExplorerPanelOptions) {
    this.#panel = panel;
    this.#options = options;
    panel.title = explorerTitle(namesOf(options.sources));
    const handlers: HandlersOf<FromExplorer> = {
      ...options.actions,
      ready: () => void this.#show(),
      refresh: () => void this.#open(),
      cancelOpening: () => {
        this.#opening?.abort();
      },
      showFiles: (request) => void this.#showFiles(request),
      cancelFiles: () => {
        this.#files?.abort.abort();
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
    this.#isDisposed = true;
    this.#listener.dispose();
    this.#opening?.abort();
    this.#files?.abort.abort();
  }

  #load(): void {
    const { webview } = this.#panel;
    const { extensionUri } = this.#options;
    this.#panel.iconPath = panelIcon(extensionUri, 'explorer');
    const dist = Uri.joinPath(extensionUri, 'dist');
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.html = formatMonitorHtml({
      cspSource: webview.cspSource,
      script: webview.asWebviewUri(Uri.joinPath(dist, 'imageExplorer.js')).toString(),
      nonce: randomBytes(16).toString('base64url'),
      title: explorerTitle(namesOf(this.#options.sources)),
      language: env.language,
    });
  }

  /** Why what is known already at once: a page that was hidden comes back empty, and the thread may be busy. */
  async #show(): Promise<void> {
    if (this.#known === undefined) {
      return this.#open();
    }
    this.#post('view', this.#known);
    await this.#open(this.#known);
  }

  /** Opens the image and shows it; `known`: what is shown already, and stays while it is still so. */
  async #open(known?: ExplorerView): Promise<void> {
    this.#opening?.abort();
    const abort = new AbortController();
    this.#opening = abort;
    if (known === undefined) {
      this.#post('view', this.#view({ state: 'opening' }));
    }
    try {
      const { sources, thread, withLines } = this.#options;
      const { images, notes } = await thread.call(
        'open',
        { sources },
        {
          signal: abort.signal,
          onProgress: (bytes) => {
            this.#post('opening', bytes);
          },
        },
      );
      const compared = sources.length > 1 ? comparedOf(images) : undefined;
      const lined = await withLines(images);
      this.#known = this.#view({ state: 'open', images: lined, notes, ...(compared && { compared }) });
      if (!isDeepStrictEqual(this.#known, known)) {
        this.#post('view', this.#known);
      }
    } catch (error) {
      // Why: an opening that another has taken the place of has nothing to say any more.
      if (this.#opening === abort) {
        this.#known = undefined;
        const end = isAbort(error)
          ? ({ state: 'cancelled' } as const)
          : ({ state: 'failed', failure: messageOf(error) } as const);
        this.#post('view', this.#view(end));
      }
    }
  }

  #view(more: Pick<ExplorerView, 'state'> & Partial<ExplorerView>): ExplorerView {
    const { sources } = this.#options;
    return { title: namesOf(sources), sources, images: [], notes: [], ...more };
  }

  /** Why not anew what is being read: who looks at another tab for a while gets a new page, which asks again. */
  async #showFiles(request: FilesRequest): Promise<void> {
    const name = formatFilesRequest(request);
    if (this.#files?.name === name && !this.#files.hasBegun) {
      return;
    }
    this.#files?.abort.abort();
    const reading: Reading = { name, abort: new AbortController(), hasBegun: false };
    this.#files = reading;
    try {
      await this.#readFiles(request, reading);
    } catch (error) {
      // Why: a reading that another has taken the place of has nothing to say any more.
      if (this.#files === reading) {
        this.#post('filesFailed', { request, message: isAbort(error) ? '' : messageOf(error) });
      }
    } finally {
      this.#files = this.#files === reading ? undefined : this.#files;
    }
  }

  async #readFiles(request: FilesRequest, reading: Reading): Promise<void> {
    const { sources, thread } = this.#options;
    await thread.call(
      'files',
      { sources, request },
      {
        signal: reading.abort.signal,
        onStretch: (stretch) => {
          reading.hasBegun = true;
          this.#post('files', stretch);
        },
        onProgress: ({ current, total }) => {
          this.#post('work', { request, current, total });
        },
      },
    );
  }

  #post<Name extends keyof ToExplorer>(type: Name, value: ToExplorer[Name]): void {
    // Why: what the thread was asked before the panel was closed may still come.
    if (!this.#isDisposed) {
      void this.#panel.webview.postMessage({ type, value });
    }
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
