import type { Disposable, FileSystemWatcher } from 'vscode';
import { RelativePattern, Uri, workspace } from 'vscode';

import { recipeFileGlob } from '../recipes/recipeFiles.js';

/** Quiet time after the last change before the checks look again: a checkout changes many files at once. */
const quietMs = 1000;

/** Never of interest, however often they change. */
const ignoredPattern = /[\\/](node_modules|\.git[\\/](objects|logs|lfs))([\\/]|$)|\.lock$/;

/**
 * Tells when files changed on disk in a way that findings depend on: recipe files and ignore files in their text, git's
 * HEAD and index, and all others in whether they are there.
 */
export class FileWatch implements Disposable {
  readonly #onDidChange: () => void;
  readonly #watchers: FileSystemWatcher[] = [];
  readonly #heads = new Map<string, FileSystemWatcher>();
  #timer: NodeJS.Timeout | undefined;

  constructor(onDidChange: () => void) {
    this.#onDidChange = onDidChange;
    this.#watch(
      workspace.createFileSystemWatcher('**/{.dockerignore,*.dockerignore,Dockerfile,Containerfile}'),
    );
    this.#watch(workspace.createFileSystemWatcher(recipeFileGlob));
    this.#watch(workspace.createFileSystemWatcher('**/.git/{HEAD,index}'));
    this.#watch(workspace.createFileSystemWatcher('**/*', false, true, false));
  }

  /** Also watches a HEAD file outside the workspace folders: of a worktree, or of a repository around them. */
  watchHead(headFile: string): void {
    if (this.#heads.has(headFile)) {
      return;
    }
    const file = Uri.file(headFile);
    const pattern = new RelativePattern(Uri.joinPath(file, '..'), '{HEAD,index}');
    const watcher = workspace.createFileSystemWatcher(pattern);
    this.#heads.set(headFile, watcher);
    this.#watch(watcher);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) {
      watcher.dispose();
    }
  }

  #watch(watcher: FileSystemWatcher): void {
    const changed = ({ path }: Uri): void => {
      if (!ignoredPattern.test(path)) {
        this.#changed();
      }
    };
    watcher.onDidCreate(changed);
    watcher.onDidChange(changed);
    watcher.onDidDelete(changed);
    this.#watchers.push(watcher);
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onDidChange, quietMs);
  }
}
