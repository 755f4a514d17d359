import type { ExtensionContext } from 'vscode';
import { l10n, Uri, workspace } from 'vscode';
import type { DocumentSelector } from 'vscode-languageclient/node';
import { LanguageClient, RevealOutputChannelOn, TransportKind } from 'vscode-languageclient/node';

import type { CheckedParams, ServerOptions } from '../../bridge/languageProtocol.js';
import { languageMessages } from '../../bridge/languageProtocol.js';
import { recipeSelector } from '../recipes/recipeFiles.js';
import { chooseFeatures } from './featureChoice.js';

/** A small young generation: what a check leaves behind is short-lived, and would else pile up to tens of megabytes. */
const leanHeap = ['--max-semi-space-size=4'] as const;

/** Has glibc, where it allocates, give back what V8 needed while it compiled; others pay no attention. */
const leanAllocator = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '65536',
  MALLOC_TRIM_THRESHOLD_: '65536',
} as const;

/** Makes the client of the language server, not started yet. */
export function createLanguageClient(
  context: ExtensionContext,
  onDidCheck: (params: CheckedParams) => void,
): LanguageClient {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const initializationOptions: ServerOptions = {
    trusted: workspace.isTrusted,
    features: chooseFeatures(),
    hasCommands: true,
    ...(l10n.bundle && { translations: l10n.bundle }),
  };
  const client = new LanguageClient(
    'ociRecipe',
    'OCI Recipe Language Server',
    { module, transport: TransportKind.ipc, options: { execArgv: [...leanHeap], env: { ...leanAllocator } } },
    {
      documentSelector: recipeSelector as DocumentSelector,
      initializationOptions,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: 'oci-recipe',
    },
  );
  client.onNotification(languageMessages.checked, onDidCheck);
  return client;
}
