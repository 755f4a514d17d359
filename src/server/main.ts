import * as path from 'node:path';
import { setFlagsFromString } from 'node:v8';

import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';

import { createNodeHost } from '../core/host/nodeHost.js';
import { HeapSweeper } from './host/heapSweeper.js';
import { createNodeHeap } from './host/nodeHeap.js';
import { LanguageSession } from './languageSession.js';

// Why: optimizing the parser of shell takes tens of megabytes, with newer versions of V8 hundreds, and what it parses
// while one types is short. What `liftoff-only` implies is set too: once V8 runs, it no longer follows from it.
for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) {
  setFlagsFromString(flag);
}
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
