import { PassThrough } from 'node:stream';

import type { Diagnostic, ProtocolConnection, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

import type { Host } from '../../src/core/host/host.js';
import { LanguageSession } from '../../src/server/languageSession.js';

/** What the test's editor is like. */
export interface TestClientOptions {
  readonly host: Host;
  readonly trusted?: boolean;
  /** Value of the setting `ociRecipe.launchpad`. */
  readonly launchpad?: string;
}

/** An editor that speaks the language server protocol with a session over a real pipe, in this process. */
export class TestClient {
  readonly connection: ProtocolConnection;
  readonly #published = new Map<string, readonly Diagnostic[]>();
  #waiting: (() => void)[] = [];

  private constructor(connection: ProtocolConnection, launchpad: string) {
    this.connection = connection;
    connection.onRequest('workspace/configuration', () => [launchpad]);
    connection.onRequest('client/registerCapability', () => null);
    connection.onNotification('window/logMessage', () => undefined);
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#published.set(params.uri, params.diagnostics);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const wake of waiting) {
        wake();
      }
    });
    connection.listen();
  }

  /** Starts a session and shakes hands with it. */
  static async start({ host, trusted = true, launchpad = 'auto' }: TestClientOptions): Promise<TestClient> {
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
    const client = new TestClient(connection, launchpad);
    const capabilities = { workspace: { configuration: true } };
    const initializationOptions = { trusted };
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

  /** Ends the conversation. */
  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }
}
