import type { Disposable, Uri } from 'vscode';
import { commands, workspace } from 'vscode';

import { excludedGlob } from './recipeFiles.js';

/** The files that make a folder an OCI layout or a set of Launchpad's artifacts. */
const layoutGlob = '**/{oci-layout,digests.json}';
const maxLayouts = 100;

/**
 * Tells the menus which folders are images, OCI layouts and artifact sets: a menu cannot look into a folder, only compare its path with a list.
 * Nothing is searched before `begin`.
 */
export class LayoutFolders implements Disposable {
  readonly #folders = new Set<string>();
  readonly #disposables: Disposable[] = [];

  /** Finds the layouts that are there, and follows those that come and go. */
  async begin(): Promise<void> {
    if (this.#disposables.length > 0) {
      return;
    }
    const watcher = workspace.createFileSystemWatcher(layoutGlob, false, true, false);
    this.#disposables.push(
      watcher,
      watcher.onDidCreate((uri) => {
        this.#folders.add(folderOf(uri));
        this.#tell();
      }),
      watcher.onDidDelete((uri) => {
        this.#folders.delete(folderOf(uri));
        this.#tell();
      }),
    );
    for (const uri of await workspace.findFiles(layoutGlob, excludedGlob, maxLayouts)) {
      this.#folders.add(folderOf(uri));
    }
    this.#tell();
  }

  dispose(): void {
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  #tell(): void {
    void commands.executeCommand('setContext', 'ociRecipe.layoutFolders', [...this.#folders]);
  }
}

/** Why the path and not the system's form of it: menus compare with the `path` of an address. */
function folderOf({ path }: Uri): string {
  return path.slice(0, path.lastIndexOf('/'));
}
