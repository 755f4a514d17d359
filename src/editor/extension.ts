import * as path from 'node:path';

import type { ExtensionContext } from 'vscode';
import { window } from 'vscode';

import { createNodeHost } from '../core/host/nodeHost.js';
import { ExtensionSession } from './extensionSession.js';

let session: ExtensionSession | undefined;

/** Called by the editor when there is something to do; registers, and starts nothing. */
export function activate(context: ExtensionContext): void {
  const channel = window.createOutputChannel('OCI Recipes', { log: true });
  context.subscriptions.push(channel);
  session = new ExtensionSession(
    context,
    createNodeHost({ log: channel, assetDirectory: path.join(__dirname, 'assets') }),
  );
  context.subscriptions.push(session);
}

/** Called when the window closes: no build and no server outlives it. */
export async function deactivate(): Promise<void> {
  await session?.stop();
  session = undefined;
}
