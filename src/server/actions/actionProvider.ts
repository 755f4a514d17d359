import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';

import type { Finding } from '../../core/finding/finding.js';

/** What code actions are made of. */
export interface ActionRequest {
  readonly uri: string;
  /** Absolute path of the document. */
  readonly path: string;
  /** The document's text, as the editor holds it. */
  readonly text: string;
  /** The findings at hand, each with the diagnostic that the editor shows for it. */
  readonly found: readonly FoundProblem[];
  /** Whether the editor has the commands of `editorCommands`. */
  readonly hasCommands: boolean;
}

/** A finding and its diagnostic. */
export interface FoundProblem {
  readonly finding: Finding;
  readonly diagnostic: Diagnostic;
}

/** One kind of code action; the order of providers is the order in the editor's menu. */
export type ActionProvider = (request: ActionRequest) => readonly CodeAction[];
