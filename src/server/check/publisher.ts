import { isDeepStrictEqual } from 'node:util';

import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';

import { uriOfPath } from '../documentPaths.js';

interface Published {
  readonly version: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Tells the editor of findings, and not twice of the same for the same text. Why: with each telling it forgets the quick
 * fixes that were just asked for and asks for them anew. For another text all is told again, as the editor has moved
 * its marks with what was typed.
 */
export class Publisher {
  readonly #send: (params: PublishDiagnosticsParams) => void;
  readonly #published = new Map<string, Published>();

  constructor(send: (params: PublishDiagnosticsParams) => void) {
    this.#send = send;
  }

  /** Tells all diagnostics of a file; `version` is that of its text where it is open. */
  publish(file: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    const now = { version, diagnostics };
    const last = this.#published.get(file);
    if (last?.version === version && isDeepStrictEqual(last, now)) {
      return;
    }
    this.#published.set(file, now);
    this.#send({ uri: uriOfPath(file), diagnostics, ...(version !== undefined && { version }) });
  }
}
