import type { Disposable } from 'vscode';
import { Diagnostic, DiagnosticSeverity, languages, Range, Uri } from 'vscode';

import { failureFile } from '../../core/build/failureFile.js';
import type { Build } from './build.js';
import type { BuildStore } from './buildStore.js';

/** Puts the line a build failed at into the Problems view, until the recipe is built again. */
export class FailureDiagnostics implements Disposable {
  readonly #collection = languages.createDiagnosticCollection('oci-recipe-build');
  readonly #subscription: Disposable;
  readonly #seen = new Map<string, Build['state']>();
  /** Where the failure of a recipe stands: its Dockerfile, or that of a target it is linked to. */
  readonly #shown = new Map<string, Uri>();

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
    const recipe = `${build.recipeFile} ${build.recipeName}`;
    const { failure } = build.status;
    const file = failure === undefined ? undefined : failureFile(failure, build.dockerfile);
    if (build.state === 'running') {
      this.#clear(recipe);
    } else if (build.state === 'failed' && failure?.line !== undefined && file !== undefined) {
      const uri = Uri.file(file);
      this.#shown.set(recipe, uri);
      this.#collection.set(uri, [toDiagnostic(build, failure.line)]);
    }
  }

  #clear(recipe: string): void {
    const uri = this.#shown.get(recipe);
    if (uri !== undefined) {
      this.#shown.delete(recipe);
      this.#collection.delete(uri);
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
