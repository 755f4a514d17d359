import type { TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';

import { pathOfUri } from './documentPaths.js';

/** Editors take `Dockerfile.dockerignore` for a Dockerfile. */
const ignoreFilePattern = /\.(?:docker|container)ignore$/i;

/** The texts the editor holds, saved or not, found by path. */
export class OpenDocuments {
  readonly #documents: TextDocuments<TextDocument>;

  constructor(documents: TextDocuments<TextDocument>) {
    this.#documents = documents;
  }

  /** Whether the editor has the file (absolute path) open. */
  isOpen(path: string): boolean {
    return this.#find(path) !== undefined;
  }

  /** The text of an open file; undefined when the file is not open, so that the disk speaks. */
  textOf(path: string): string | undefined {
    return this.#find(path)?.getText();
  }

  /** The paths of all open documents that are checked. */
  paths(): readonly string[] {
    return this.#documents
      .all()
      .map(({ uri }) => pathOfUri(uri))
      .filter((path) => path !== undefined)
      .filter((path) => !ignoreFilePattern.test(path));
  }

  /** Whether a file is open and checked on its own. */
  isChecked(path: string): boolean {
    return this.isOpen(path) && !ignoreFilePattern.test(path);
  }

  /** An open document; undefined when it is not open. */
  find(path: string): TextDocument | undefined {
    return this.#find(path);
  }

  /** The version of an open file, for the editor to drop what is stale. */
  versionOf(path: string): number | undefined {
    return this.#find(path)?.version;
  }

  #find(path: string): TextDocument | undefined {
    return this.#documents.all().find(({ uri }) => pathOfUri(uri) === path);
  }
}
