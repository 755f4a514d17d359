import type { DocumentSelector, ServerCapabilities } from 'vscode-languageserver/node';

import { recipeFileNames } from '../../core/pipeline/findRecipes.js';
import { semanticTokensLegend } from './dockerfileAssist.js';

/** A language feature: the protocol's method, the server's capability, and what both are registered with. */
interface Feature {
  readonly method: string;
  readonly capability: keyof ServerCapabilities;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Documents that are read as Dockerfiles: by language, and by the names that editors do not know. */
export const dockerfileSelector: DocumentSelector = [
  { scheme: 'file', language: 'dockerfile' },
  {
    scheme: 'file',
    pattern:
      '**/{Dockerfile,Dockerfile.*,*.Dockerfile,*.dockerfile,Containerfile,Containerfile.*,*.Containerfile,*.containerfile}',
  },
];

/** Recipe files whose text the server understands; HCL is left to others. */
export const recipeSelector: DocumentSelector = recipeFileNames
  .filter((name) => !name.endsWith('.hcl'))
  .map((name) => ({ scheme: 'file', pattern: `**/${name}` }));

const rename: Feature = {
  method: 'textDocument/rename',
  capability: 'renameProvider',
  options: { prepareProvider: true },
};
const hover: Feature = { method: 'textDocument/hover', capability: 'hoverProvider', options: {} };
const definition: Feature = {
  method: 'textDocument/definition',
  capability: 'definitionProvider',
  options: {},
};
const symbols: Feature = {
  method: 'textDocument/documentSymbol',
  capability: 'documentSymbolProvider',
  options: {},
};

/** What is offered in Dockerfiles. */
export const dockerfileFeatures: readonly Feature[] = [
  {
    method: 'textDocument/completion',
    capability: 'completionProvider',
    options: { resolveProvider: true, triggerCharacters: ['=', ' ', '$', '-'] },
  },
  hover,
  {
    method: 'textDocument/signatureHelp',
    capability: 'signatureHelpProvider',
    options: { triggerCharacters: ['-', '[', ',', '"', ' ', '='] },
  },
  { method: 'textDocument/formatting', capability: 'documentFormattingProvider', options: {} },
  { method: 'textDocument/rangeFormatting', capability: 'documentRangeFormattingProvider', options: {} },
  {
    method: 'textDocument/onTypeFormatting',
    capability: 'documentOnTypeFormattingProvider',
    options: { firstTriggerCharacter: '\\', moreTriggerCharacter: ['`'] },
  },
  rename,
  { method: 'textDocument/foldingRange', capability: 'foldingRangeProvider', options: {} },
  symbols,
  {
    method: 'textDocument/semanticTokens',
    capability: 'semanticTokensProvider',
    options: { legend: semanticTokensLegend, full: true },
  },
  { method: 'textDocument/documentLink', capability: 'documentLinkProvider', options: {} },
  definition,
  { method: 'textDocument/documentHighlight', capability: 'documentHighlightProvider', options: {} },
];

/** What is offered in recipe files. */
export const recipeFeatures: readonly Feature[] = [
  {
    method: 'textDocument/completion',
    capability: 'completionProvider',
    options: { triggerCharacters: [' ', '"', '[', ','] },
  },
  hover,
  rename,
  definition,
  { method: 'textDocument/references', capability: 'referencesProvider', options: {} },
  symbols,
];

/** Everything at once, for editors that cannot be told later; the first mention of a feature counts. */
export function staticCapabilities(): Partial<ServerCapabilities> {
  const entries = [...recipeFeatures, ...dockerfileFeatures].map(({ capability, options }) => [
    capability,
    Object.keys(options).length === 0 ? true : options,
  ]);
  return Object.fromEntries(entries) as Partial<ServerCapabilities>;
}
