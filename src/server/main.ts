import * as path from 'node:path';
import { setFlagsFromString } from 'node:v8';

import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';

import { createNodeHost } from '../core/host/nodeHost.js';
import { compileWasmOnce } from '../core/host/wasmCompilation.js';
import { HeapSweeper } from './host/heapSweeper.js';
import { createNodeHeap } from './host/nodeHeap.js';
import { LanguageSession } from './languageSession.js';

compileWasmOnce();
// Why: V8 lets the heap grow to a multiple of what is in use before it looks for garbage; a fifth is enough here.
setFlagsFromString('--heap-growing-percent=20');

// The language server process: the editor starts it and speaks the language server protocol with it.
const connection = createConnection(ProposedFeatures.all);
const log = {
  debug: (message: string) => {
    connection.console.debug(message);
  },
  warn: (message: string) => {
    connection.console.warn(message);
  },
};
const host = createNodeHost({ log, assetDirectory: path.join(__dirname, 'assets') });
const sweeper = new HeapSweeper(createNodeHeap());
new LanguageSession(connection, host, 1, () => {
  sweeper.worked();
}).listen();
