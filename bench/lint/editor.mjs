/** An editor for the language server as VS Code starts it: types, waits for what is found, and measures the server. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

import { createProtocolConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver/node';

/** As src/editor/language/createLanguageClient.ts starts it. */
const nodeOptions = ['--max-semi-space-size=4'];
const allocator = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_TRIM_THRESHOLD_: '65536' };

export class Editor {
  #process;
  #connection;
  #isWaited = () => false;
  #found = () => undefined;

  static async start(server, { settings = {}, execArgv = [] } = {}) {
    const editor = new Editor();
    editor.#process = fork(server, ['--node-ipc'], {
      execArgv: [...nodeOptions, ...execArgv],
      env: { ...process.env, ...allocator },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const connection = createProtocolConnection(
      new IPCMessageReader(editor.#process),
      new IPCMessageWriter(editor.#process),
    );
    editor.#connection = connection;
    connection.onRequest('workspace/configuration', () => [settings]);
    connection.onRequest('client/registerCapability', () => null);
    connection.onNotification('window/logMessage', () => undefined);
    connection.onNotification('textDocument/publishDiagnostics', (params) => editor.#published(params));
    connection.onNotification('ociRecipe/checked', () => undefined);
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      },
      initializationOptions: { trusted: true },
    });
    await connection.sendNotification('initialized', {});
    return editor;
  }

  /** Opens a text under a path; resolves when it is checked, to what that took. */
  open(file, text) {
    const uri = pathToFileURL(file).href;
    const textDocument = { uri, languageId: 'dockerfile', version: 1, text };
    return this.#measure(uri, 1, () =>
      this.#connection.sendNotification('textDocument/didOpen', { textDocument }),
    );
  }

  /** Changes a place of an open text; resolves when the new text is checked, to what that took. */
  change(file, version, { range, text }) {
    const uri = pathToFileURL(file).href;
    const params = { textDocument: { uri, version }, contentChanges: [{ range, text }] };
    return this.#measure(uri, version, () =>
      this.#connection.sendNotification('textDocument/didChange', params),
    );
  }

  /** What the server's process holds in memory, in MB of 1,000,000 bytes: now, and at its most. */
  memory() {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
    const megabytes = (name) =>
      (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
    return { rssMB: megabytes('VmRSS'), peakMB: megabytes('VmHWM') };
  }

  async stop() {
    const exit = once(this.#process, 'exit');
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    await exit;
    this.#connection.dispose();
  }

  async #measure(uri, version, send) {
    const startCpu = this.#cpuMs();
    const start = performance.now();
    const found = new Promise((resolve) => {
      this.#isWaited = (params) => params.uri === uri && params.version === version;
      this.#found = resolve;
    });
    await send();
    const { diagnostics } = await found;
    return {
      cpuMs: this.#cpuMs() - startCpu,
      wallMs: performance.now() - start,
      findings: diagnostics.length,
    };
  }

  #published(params) {
    if (this.#isWaited(params)) {
      this.#isWaited = () => false;
      this.#found(params);
    }
  }

  /** What the server's main thread has computed, in nanoseconds' resolution: other processes do not count. */
  #cpuMs() {
    const { pid } = this.#process;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  }
}
