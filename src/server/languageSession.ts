import type {
  CancellationToken,
  CodeAction,
  CodeActionParams,
  Connection,
  InitializeParams,
  InitializeResult,
} from 'vscode-languageserver/node';
import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

import type {
  BranchView,
  CheckSummary,
  ServerOptions,
  TrustParams,
  UriParams,
} from '../bridge/languageProtocol.js';
import { languageMessages } from '../bridge/languageProtocol.js';
import { messageOf } from '../core/base/errors.js';
import type { Finding } from '../core/finding/finding.js';
import type { Host } from '../core/host/host.js';
import { abortSignalOf } from './cancellation.js';
import { createCheckMemory } from '../core/pipeline/checkMemory.js';
import { CheckSchedule } from './checkSchedule.js';
import { pathOfUri, uriOfPath } from './documentPaths.js';
import { FindingStore } from './findingStore.js';
import { OpenDocuments } from './openDocuments.js';
import type { LaunchpadSetting, RecipeCheck } from './recipeCheck.js';
import { checkRecipesOf } from './recipeCheck.js';
import { toBranchView } from './toBranchView.js';
import { toCodeActions } from './toCodeAction.js';
import { toDiagnostic } from './toDiagnostic.js';

/** How long typing must pause before a check. */
const typingDelayMs = 300;

/** One editor's conversation: keeps every open recipe checked and answers what the editor asks. */
export class LanguageSession {
  readonly #connection: Connection;
  readonly #host: Host;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #open = new OpenDocuments(this.#documents);
  readonly #findings = new FindingStore();
  readonly #schedule: CheckSchedule;
  /** Files and folders checked on request: kept up to date like open documents. */
  readonly #asked = new Set<string>();
  /** What the last check of a subject saw, so that the status bar's question costs no second look. */
  readonly #seen = new Map<string, RecipeCheck>();
  readonly #memory = createCheckMemory();
  #trusted = false;
  #pullsSettings = false;

  constructor(connection: Connection, host: Host, delayMs = typingDelayMs) {
    this.#connection = connection;
    this.#host = host;
    this.#schedule = new CheckSchedule({
      delayMs,
      run: async (path, signal) => {
        await this.#check(path, signal);
      },
      onError: (error) => {
        connection.console.error(`The check failed: ${messageOf(error)}`);
      },
    });
  }

  /** Begins to answer; returns at once. */
  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => {
      this.#watchSettings();
    });
    connection.onShutdown(() => {
      this.#schedule.dispose();
    });
    connection.onCodeAction(codeActionsFor);
    this.#listenToRequests();
    this.#listenToDocuments();
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
    connection.onNotification(languageMessages.trust, ({ trusted }: TrustParams) => {
      this.#trusted = trusted;
      this.#checkAll();
    });
    connection.onNotification(languageMessages.filesChanged, () => {
      this.#memory.forget();
      this.#checkAll();
    });
    connection.onDidChangeConfiguration(() => {
      this.#checkAll();
    });
  }

  #listenToDocuments(): void {
    this.#documents.onDidChangeContent(({ document }) => {
      this.#textChanged(document);
    });
    this.#documents.onDidSave(() => {
      this.#memory.forget();
      this.#checkAll();
    });
    this.#documents.onDidClose(({ document }) => {
      const path = pathOfUri(document.uri);
      if (path !== undefined && !this.#asked.has(path)) {
        this.#forget(path);
      }
    });
  }

  #initialize({ initializationOptions, capabilities }: InitializeParams): InitializeResult {
    this.#trusted = (initializationOptions as Partial<ServerOptions> | undefined)?.trusted === true;
    this.#pullsSettings = capabilities.workspace?.configuration === true;
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      },
    };
  }

  #watchSettings(): void {
    if (this.#pullsSettings) {
      void this.#connection.client.register(DidChangeConfigurationNotification.type, {
        section: 'ociRecipe',
      });
    }
  }

  #textChanged(document: TextDocument): void {
    if (pathOfUri(document.uri) === undefined) {
      return;
    }
    // Why: the other open files may be part of the same recipe, and what they show depends on this text.
    for (const path of this.#open.paths()) {
      this.#schedule.request(path);
    }
  }

  #checkAll(): void {
    for (const path of new Set([...this.#open.paths(), ...this.#asked])) {
      this.#schedule.request(path);
    }
  }

  #forget(path: string): void {
    this.#schedule.cancel(path);
    this.#seen.delete(path);
    this.#publish(this.#findings.delete(path));
  }

  async #check(path: string, signal: AbortSignal): Promise<RecipeCheck> {
    const checked = await this.#look(path, signal);
    signal.throwIfAborted();
    this.#seen.set(path, checked);
    this.#publish(this.#findings.set(path, checked.findings, { live: this.#open.isOpen(path) }));
    const uri = uriOfPath(path);
    await this.#connection.sendNotification(languageMessages.checked, { uri, notes: checked.notes });
    return checked;
  }

  async #look(path: string, signal: AbortSignal): Promise<RecipeCheck> {
    const launchpad = await this.#launchpadSetting(path);
    const read = (file: string): string | undefined => this.#open.textOf(file);
    const trusted = this.#trusted;
    return checkRecipesOf(path, this.#host, { signal, trusted, launchpad, read, memory: this.#memory });
  }

  async #checkAsked({ uri }: UriParams, signal: AbortSignal): Promise<CheckSummary> {
    const path = pathOfUri(uri);
    if (path === undefined) {
      return { recipes: 0, errors: 0, warnings: 0, others: 0, notes: [] };
    }
    this.#asked.add(path);
    this.#memory.forget();
    const checked = await this.#check(path, signal);
    return { recipes: checked.recipes, notes: checked.notes, ...countBySeverity(checked.findings) };
  }

  async #branch({ uri }: UriParams, signal: AbortSignal): Promise<BranchView | null> {
    const path = pathOfUri(uri);
    if (path === undefined) {
      return null;
    }
    const { first } = this.#seen.get(path) ?? (await this.#look(path, signal));
    return first === undefined ? null : await toBranchView(first, this.#host.files);
  }

  async #launchpadSetting(path: string): Promise<LaunchpadSetting> {
    if (!this.#pullsSettings) {
      return 'auto';
    }
    const scopeUri = uriOfPath(path);
    const item = { scopeUri, section: 'ociRecipe.launchpad' };
    const value: unknown = await this.#connection.workspace.getConfiguration(item);
    return value === 'always' || value === 'never' ? value : 'auto';
  }

  #publish(files: ReadonlySet<string>): void {
    for (const file of files) {
      const version = this.#open.versionOf(file);
      void this.#connection.sendDiagnostics({
        uri: uriOfPath(file),
        diagnostics: this.#findings.ofFile(file).map(toDiagnostic),
        ...(version !== undefined && { version }),
      });
    }
  }
}

function codeActionsFor({ context, textDocument }: CodeActionParams): CodeAction[] {
  return context.diagnostics.flatMap((diagnostic) => toCodeActions(diagnostic, textDocument.uri));
}

function countBySeverity(findings: readonly Finding[]): Pick<CheckSummary, 'errors' | 'warnings' | 'others'> {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  return { errors, warnings, others: findings.length - errors - warnings };
}
