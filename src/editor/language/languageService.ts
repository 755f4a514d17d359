import type { Disposable, Event, ExtensionContext, Uri } from 'vscode';
import { EventEmitter, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

import type {
  BranchView,
  CheckedParams,
  CheckSummary,
  LensView,
  TrustParams,
  UriParams,
} from '../../bridge/languageProtocol.js';
import { languageMessages } from '../../bridge/languageProtocol.js';
import { FeatureChoice } from './featureChoice.js';

/** The language server as the rest of the extension sees it; its process starts with the first use. */
export class LanguageService implements Disposable {
  readonly #context: ExtensionContext;
  readonly #checked = new EventEmitter<CheckedParams>();
  readonly #failed = new EventEmitter<unknown>();
  readonly #trust: Disposable;
  readonly #features = new FeatureChoice();
  #client: Promise<LanguageClient> | undefined;
  #isDisposed = false;

  /** Fires after every check of a document. */
  readonly onDidCheck: Event<CheckedParams> = this.#checked.event;
  /** Fires with the error when the server cannot be started. */
  readonly onDidFail: Event<unknown> = this.#failed.event;

  constructor(context: ExtensionContext) {
    this.#context = context;
    this.#trust = workspace.onDidGrantWorkspaceTrust(() => {
      const params: TrustParams = { trusted: true };
      this.#notify(languageMessages.trust, params);
    });
    this.#features.onDidChange((params) => {
      this.#notify(languageMessages.features, params);
    });
  }

  /** Starts the server unless it runs; settles when it answers. */
  async start(): Promise<void> {
    await this.#started();
  }

  /** The branch of the recipe a file belongs to; undefined when it belongs to none. */
  async branch(uri: Uri): Promise<BranchView | undefined> {
    const params: UriParams = { uri: uri.toString() };
    const client = await this.#started();
    return (await client.sendRequest<BranchView | null>(languageMessages.branch, params)) ?? undefined;
  }

  /** Checks a file or a folder and publishes what is found. */
  async check(uri: Uri): Promise<CheckSummary> {
    const params: UriParams = { uri: uri.toString() };
    const client = await this.#started();
    return client.sendRequest<CheckSummary>(languageMessages.check, params);
  }

  /** What can be built in a document, and where that is written. */
  async lenses(uri: Uri): Promise<readonly LensView[]> {
    const params: UriParams = { uri: uri.toString() };
    const client = await this.#started();
    return client.sendRequest<readonly LensView[]>(languageMessages.lenses, params);
  }

  /** Tells a running server that files changed on disk. */
  filesChanged(): void {
    this.#notify(languageMessages.filesChanged, {});
  }

  /** Ends the server's process, and settles when it has ended. */
  async stop(): Promise<void> {
    this.#isDisposed = true;
    const client = this.#client;
    this.#client = undefined;
    try {
      await (await client)?.dispose();
    } catch {
      // Why: a server that never started has nothing to end, and its failure has been told.
    }
  }

  dispose(): void {
    void this.stop();
    this.#trust.dispose();
    this.#features.dispose();
    this.#checked.dispose();
    this.#failed.dispose();
  }

  async #started(): Promise<LanguageClient> {
    if (this.#isDisposed) {
      throw new Error('The window is closing.');
    }
    this.#client ??= this.#start();
    return this.#client;
  }

  async #start(): Promise<LanguageClient> {
    try {
      // Why: the client library is large, and no activation shall wait for it.
      const { createLanguageClient } = await import('./createLanguageClient.js');
      const client = createLanguageClient(this.#context, (params) => {
        this.#checked.fire(params);
      });
      await client.start();
      return client;
    } catch (error) {
      this.#client = undefined;
      this.#failed.fire(error);
      throw error;
    }
  }

  #notify(message: string, params: object): void {
    void this.#client?.then(
      (client) => client.sendNotification(message, params),
      () => undefined,
    );
  }
}
