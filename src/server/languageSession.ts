import * as l10n from '@vscode/l10n';
import type {
  CancellationToken,
  CodeAction,
  CodeActionParams,
  Connection,
  InitializeParams,
  InitializeResult,
} from 'vscode-languageserver/node';
import {
  DidChangeConfigurationNotification,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

import type {
  BranchView,
  CheckedParams,
  CheckSummary,
  FeatureParams,
  LensView,
  ServerOptions,
  TrustParams,
  UriParams,
} from '../bridge/languageProtocol.js';
import { languageMessages } from '../bridge/languageProtocol.js';
import type { Throttled } from '../core/base/throttle.js';
import { throttle } from '../core/base/throttle.js';
import { messageOf } from '../core/base/errors.js';
import type { Finding } from '../core/finding/finding.js';
import type { Host } from '../core/host/host.js';
import { codeActionKinds, createCodeActions } from './actions/codeActions.js';
import { toDiagnostic } from './actions/toDiagnostic.js';
import { AssistRegistration } from './assist/assistRegistration.js';
import { abortSignalOf } from './cancellation.js';
import { Publisher } from './check/publisher.js';
import { RecipeChecker } from './check/recipeChecker.js';
import { pathOfUri, uriOfPath } from './documentPaths.js';
import { createGuardedHost } from './host/programGuard.js';
import { askBuildKit } from './late/askBuildKit.js';
import { createShellCheckVoice } from './late/askShellCheck.js';
import { OpenDocuments } from './openDocuments.js';
import { SettingsCache } from './settings/settingsCache.js';
import { toBranchView } from './toBranchView.js';
import { toLenses } from './toLenses.js';

/** How often the editor is told who has checked a text, at most. */
const tellEveryMs = 500;

/** One editor's conversation: keeps every open recipe checked and answers what the editor asks. */
export class LanguageSession {
  readonly #connection: Connection;
  readonly #host: Host;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #open = new OpenDocuments(this.#documents);
  readonly #settings = new SettingsCache();
  readonly #checker: RecipeChecker;
  readonly #publisher: Publisher;
  readonly #assist: AssistRegistration;
  readonly #tellers = new Map<string, Throttled>();
  readonly #patience: number;
  #options: Partial<ServerOptions> = {};
  #trusted = false;
  #pullsSettings = false;

  /** `patience` is a factor of every delay; tests have 0. `onDidCheck` is told of each finished check. */
  constructor(connection: Connection, host: Host, patience = 1, onDidCheck?: () => void) {
    this.#connection = connection;
    this.#patience = patience;
    this.#host = createGuardedHost(host, { isTrusted: () => this.#trusted });
    this.#publisher = new Publisher((params) => {
      void connection.sendDiagnostics(params);
    });
    this.#checker = new RecipeChecker({
      host: this.#host,
      open: this.#open,
      settings: this.#settings,
      isTrusted: () => this.#trusted,
      afterSave: askBuildKit,
      afterTyping: createShellCheckVoice(),
      onDidFind: (files) => {
        this.#publish(files);
      },
      onDidCheck: (subject) => {
        this.#tellSoon(subject);
        onDidCheck?.();
      },
      onError: (error) => {
        connection.console.error(`The check failed: ${messageOf(error)}`);
      },
      patience,
    });
    this.#assist = new AssistRegistration({
      connection,
      host: this.#host,
      open: this.#open,
      checker: this.#checker,
    });
  }

  /** Begins to answer; returns at once. */
  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => {
      this.#initialized();
    });
    connection.onShutdown(() => {
      this.#checker.dispose();
      this.#tellers.forEach((teller) => {
        teller.dispose();
      });
    });
    connection.onCodeAction((params, token) => this.#codeActions(params, abortSignalOf(token)));
    this.#listenToRequests();
    this.#listenToNotifications();
    this.#listenToDocuments();
    this.#assist.listen();
    this.#documents.listen(connection);
    connection.listen();
  }

  #listenToRequests(): void {
    const connection = this.#connection;
    connection.onRequest(languageMessages.branch, (params: UriParams, token: CancellationToken) =>
      this.#branch(params, abortSignalOf(token)),
    );
    connection.onRequest(languageMessages.check, (params: UriParams, token: CancellationToken) =>
      this.#checkAsked(params, abortSignalOf(token)),
    );
    connection.onRequest(languageMessages.lenses, (params: UriParams, token: CancellationToken) =>
      this.#lenses(params, abortSignalOf(token)),
    );
  }

  #listenToNotifications(): void {
    const connection = this.#connection;
    connection.onNotification(languageMessages.trust, ({ trusted }: TrustParams) => {
      this.#trusted = trusted;
      this.#settings.forget();
      this.#checker.checkAll();
    });
    connection.onNotification(languageMessages.filesChanged, () => {
      this.#checker.diskChanged();
    });
    connection.onNotification(languageMessages.features, (features: FeatureParams) => {
      this.#assist.offer(features);
    });
    connection.onDidChangeConfiguration(() => {
      this.#settings.forget();
      this.#checker.checkAll();
    });
  }

  #listenToDocuments(): void {
    const withPath = (act: (path: string) => void) => (event: { readonly document: TextDocument }) => {
      const path = pathOfUri(event.document.uri);
      if (path !== undefined) {
        act(path);
      }
    };
    this.#documents.onDidChangeContent(
      withPath((path) => {
        this.#checker.textChanged(path);
      }),
    );
    this.#documents.onDidSave(
      withPath((path) => {
        this.#checker.saved(path);
      }),
    );
    this.#documents.onDidClose(
      withPath((path) => {
        this.#checker.closed(path);
        this.#tellers.get(path)?.dispose();
        this.#tellers.delete(path);
      }),
    );
  }

  #initialize({ initializationOptions, capabilities }: InitializeParams): InitializeResult {
    this.#options = (initializationOptions ?? {}) as Partial<ServerOptions>;
    this.#trusted = this.#options.trusted === true;
    l10n.config({ contents: { ...this.#options.translations } });
    this.#pullsSettings = capabilities.workspace?.configuration === true;
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: { codeActionKinds: [...codeActionKinds] },
        ...this.#assist.initialize(capabilities),
      },
    };
  }

  #initialized(): void {
    const connection = this.#connection;
    if (this.#pullsSettings) {
      this.#settings.begin(
        (scopeUri) =>
          connection.workspace.getConfiguration({ scopeUri, section: 'ociRecipe' }) as Promise<unknown>,
      );
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'ociRecipe' });
    }
    this.#assist.offer(this.#options.features ?? { dockerfile: true, recipeKeys: true });
  }

  async #codeActions(
    { textDocument, context, range }: CodeActionParams,
    signal: AbortSignal,
  ): Promise<CodeAction[]> {
    const path = pathOfUri(textDocument.uri);
    if (path === undefined) {
      return [];
    }
    // Why: who saves right after typing would have fixes of the text before put into the text after.
    await this.#checker.settle(path);
    const actions = await createCodeActions({ context, range }, this.#checker.findings.ofFile(path), {
      uri: textDocument.uri,
      path,
      text: this.#open.textOf(path) ?? '',
      hasCommands: this.#options.hasCommands === true,
      findingsWith: (text) => this.#checker.findingsWith(path, text, signal),
    });
    return [...actions];
  }

  async #checkAsked({ uri }: UriParams, signal: AbortSignal): Promise<CheckSummary> {
    const path = pathOfUri(uri);
    if (path === undefined) {
      return { recipes: 0, errors: 0, warnings: 0, others: 0, notes: [] };
    }
    const { recipes, notes, findings } = await this.#checker.checkNow(path, signal);
    return { recipes: recipes.length, notes, ...countBySeverity(findings) };
  }

  async #branch({ uri }: UriParams, signal: AbortSignal): Promise<BranchView | null> {
    const path = pathOfUri(uri);
    if (path === undefined) {
      return null;
    }
    const [first] = (await this.#checker.lookAt(path, signal)).checks;
    return first === undefined ? null : await toBranchView(first, this.#host.files);
  }

  async #lenses({ uri }: UriParams, signal: AbortSignal): Promise<readonly LensView[]> {
    const path = pathOfUri(uri);
    if (path === undefined) {
      return [];
    }
    const { recipes } = await this.#checker.lookAt(path, signal);
    return toLenses(path, recipes, this.#open.textOf(path));
  }

  #publish(files: ReadonlySet<string>): void {
    for (const file of files) {
      const version = this.#open.versionOf(file);
      this.#publisher.publish(file, version, this.#checker.findings.ofFile(file).map(toDiagnostic));
    }
  }

  /** Who has checked a text changes with every key; nobody reads it that fast. */
  #tellSoon(subject: string): void {
    const teller =
      this.#tellers.get(subject) ??
      throttle(() => {
        this.#tell(subject);
      }, tellEveryMs * this.#patience);
    this.#tellers.set(subject, teller);
    teller.request();
  }

  #tell(subject: string): void {
    const params: CheckedParams = {
      uri: uriOfPath(subject),
      notes: this.#checker.lastCheck(subject)?.notes ?? [],
      voices: this.#checker.voices(subject),
    };
    void this.#connection.sendNotification(languageMessages.checked, params);
  }
}

function countBySeverity(findings: readonly Finding[]): Pick<CheckSummary, 'errors' | 'warnings' | 'others'> {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  return { errors, warnings, others: findings.length - errors - warnings };
}
