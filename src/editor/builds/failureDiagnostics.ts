import type { Disposable } from 'vscode';
import { Diagnostic, DiagnosticSeverity, languages, Range, Uri } from 'vscode';

import type { Build } from './build.js';
import type { BuildStore } from './buildStore.js';

/** Puts the line a build failed at into the Problems view, until the recipe is built again. */
export class FailureDiagnostics implements Disposable {
  readonly #collection = languages.createDiagnosticCollection('oci-recipe-build');
  readonly #subscription: Disposable;
  readonly #seen = new Map<string, Build['state']>();

  constructor(store: BuildStore) {
    this.#subscription = store.onDidChange((build) => {
      const before = this.#seen.get(build.id);
      this.#seen.set(build.id, build.state);
      // Why: a build of an earlier window, restored as failed, tells of a file that has changed since.
      if (before !== build.state && (before === 'running' || build.state === 'running')) {
        this.#update(build);
      }
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#collection.dispose();
  }

  #update(build: Build): void {
    if (build.dockerfile === undefined) {
      return;
    }
    const uri = Uri.file(build.dockerfile);
    if (build.state === 'running') {
      this.#collection.delete(uri);
    } else if (build.state === 'failed' && build.status.failure?.line !== undefined) {
      this.#collection.set(uri, [toDiagnostic(build, build.status.failure.line)]);
    }
  }
}

function toDiagnostic(build: Build, line: number): Diagnostic {
  const { platform, message, exitCode } = build.status.failure ?? { message: '' };
  const where = platform === undefined ? '' : `${platform}: `;
  // Why: only a line is known of the failed instruction; the editor cuts the range to the line's end.
  const range = new Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
  const diagnostic = new Diagnostic(range, where + message, DiagnosticSeverity.Error);
  diagnostic.source = 'oci-recipe';
  diagnostic.code = exitCode === undefined ? 'build-failed' : `exit ${exitCode}`;
  return diagnostic;
}
