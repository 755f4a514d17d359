import { PassThrough } from 'node:stream';

import type {
  Diagnostic,
  ProtocolConnection,
  PublishDiagnosticsParams,
  RegistrationParams,
  UnregistrationParams,
} from 'vscode-languageserver/node';
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

import type { CheckedParams, FeatureParams } from '../../src/bridge/languageProtocol.js';
import { languageMessages } from '../../src/bridge/languageProtocol.js';
import type { Host } from '../../src/core/host/host.js';
import { LanguageSession } from '../../src/server/languageSession.js';

/** What the test's editor is like. */
export interface TestClientOptions {
  readonly host: Host;
  readonly trusted?: boolean;
  /** The section `ociRecipe` of its settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Default: everything, as for editors that are not VS Code. */
  readonly features?: FeatureParams;
  readonly hasCommands?: boolean;
  readonly translations?: Readonly<Record<string, string>>;
  /** Whether it can be told of features later. */
  readonly isDynamic?: boolean;
}

/** An editor that speaks the language server protocol with a session over a real pipe, in this process. */
export class TestClient {
  readonly connection: ProtocolConnection;
  /** The methods that are registered now, by id. */
  readonly #registered = new Map<string, string>();
  readonly #checked = new Map<string, CheckedParams>();
  readonly #published = new Map<string, readonly Diagnostic[]>();
  #waiting: (() => void)[] = [];

  private constructor(connection: ProtocolConnection, settings: Readonly<Record<string, unknown>>) {
    this.connection = connection;
    connection.onRequest('workspace/configuration', () => [settings]);
    connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      registrations.forEach(({ id, method }) => this.#registered.set(id, method));
      this.#wake();
      return null;
    });
    connection.onRequest('client/unregisterCapability', ({ unregisterations }: UnregistrationParams) => {
      unregisterations.forEach(({ id }) => this.#registered.delete(id));
      this.#wake();
      return null;
    });
    connection.onNotification('window/logMessage', () => undefined);
    connection.onNotification(languageMessages.checked, (params: CheckedParams) => {
      this.#checked.set(params.uri, params);
      this.#wake();
    });
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#published.set(params.uri, params.diagnostics);
      this.#wake();
    });
    connection.listen();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) {
      wake();
    }
  }

  /** Starts a session and shakes hands with it. */
  static async start(options: TestClientOptions): Promise<TestClient> {
    const { host, trusted = true, settings = {}, features, isDynamic = false } = options;
    const { hasCommands, translations } = options;
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const server = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    );
    new LanguageSession(server, host, 0).listen();
    const connection = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    const client = new TestClient(connection, settings);
    const textDocument = { hover: { dynamicRegistration: isDynamic } };
    const capabilities = { workspace: { configuration: true }, textDocument };
    const initializationOptions = { trusted, features, hasCommands, translations };
    await connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities,
      initializationOptions,
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  /** Opens a document with a text that need not be on disk. */
  async open(uri: string, languageId: string, text: string): Promise<void> {
    const textDocument = { uri, languageId, version: 1, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Replaces the whole text of an open document. */
  async change(uri: string, version: number, text: string): Promise<void> {
    const params = { textDocument: { uri, version }, contentChanges: [{ text }] };
    await this.connection.sendNotification('textDocument/didChange', params);
  }

  /** Tells that a document was written to the disk. */
  async save(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  }

  /** Closes a document. */
  async close(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** What is published for a document, as soon as it is as wished; fails by the test's own timeout. */
  async diagnosticsWhen(
    uri: string,
    isWished: (diagnostics: readonly Diagnostic[]) => boolean,
  ): Promise<readonly Diagnostic[]> {
    for (;;) {
      const diagnostics = this.#published.get(uri);
      if (diagnostics !== undefined && isWished(diagnostics)) {
        return diagnostics;
      }
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** What is told of a document's checks, as soon as it is as wished; fails by the test's own timeout. */
  async checkedWhen(uri: string, isWished: (params: CheckedParams) => boolean): Promise<CheckedParams> {
    for (;;) {
      const params = this.#checked.get(uri);
      if (params !== undefined && isWished(params)) {
        return params;
      }
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** The methods that are registered, as soon as they are as wished; fails by the test's own timeout. */
  async registeredWhen(isWished: (methods: readonly string[]) => boolean): Promise<readonly string[]> {
    for (;;) {
      const methods = [...this.#registered.values()];
      if (isWished(methods)) {
        return methods;
      }
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** Ends the conversation. */
  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }
}
