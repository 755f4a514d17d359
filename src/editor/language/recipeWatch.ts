import type { Disposable, TextDocument } from 'vscode';
import { Uri, window, workspace } from 'vscode';

import type { CheckedParams } from '../../bridge/languageProtocol.js';
import { messageOf } from '../../core/base/errors.js';
import type { Log } from '../../core/host/host.js';
import { isRecipeDocument } from '../recipes/recipeFiles.js';
import type { BranchItem } from '../status/branchItem.js';
import type { LanguageStatus } from '../status/languageStatus.js';
import { FileWatch } from './fileWatch.js';
import type { LanguageService } from './languageService.js';

/** What the watch keeps current. */
export interface RecipeWatchOptions {
  readonly language: LanguageService;
  readonly branchItem: BranchItem;
  readonly languageStatus: LanguageStatus;
  readonly log: Log;
}

/**
 * Starts the language server with the first recipe that is opened, and keeps the status items at what it says of the
 * recipe at hand. Until then nothing is watched and nothing runs.
 */
export class RecipeWatch implements Disposable {
  readonly #options: RecipeWatchOptions;
  readonly #disposables: Disposable[];
  readonly #checks = new Map<string, CheckedParams>();
  #files: FileWatch | undefined;
  /** The recipe document that was active last: the status bar speaks of it. */
  #current: Uri | undefined;

  constructor(options: RecipeWatchOptions) {
    this.#options = options;
    const { language, languageStatus } = options;
    this.#disposables = [
      workspace.onDidOpenTextDocument((document) => {
        this.#opened(document);
      }),
      window.onDidChangeActiveTextEditor((editor) => {
        this.#activated(editor?.document);
      }),
      language.onDidCheck((params) => {
        this.#checked(params);
      }),
      language.onDidFail((error) => {
        languageStatus.showError(messageOf(error));
      }),
    ];
  }

  /** Looks at what is open already; called when activation is over, which shall not wait for a process. */
  begin(): void {
    for (const document of workspace.textDocuments) {
      this.#opened(document);
    }
    this.#activated(window.activeTextEditor?.document);
  }

  dispose(): void {
    this.#files?.dispose();
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  #opened(document: TextDocument): void {
    if (isRecipeDocument(document) && this.#files === undefined) {
      const { language, languageStatus } = this.#options;
      this.#files = new FileWatch(() => {
        languageStatus.setBusy();
        language.filesChanged();
      });
      languageStatus.setBusy();
      language.start().catch(() => undefined);
    }
  }

  #activated(document: TextDocument | undefined): void {
    if (document !== undefined && isRecipeDocument(document)) {
      this.#opened(document);
      this.#current = document.uri;
      void this.#refresh(document.uri);
    }
  }

  #checked(params: CheckedParams): void {
    const { path } = Uri.parse(params.uri);
    this.#checks.set(path, params);
    if (path === this.#current?.path) {
      void this.#refresh(this.#current);
    }
  }

  async #refresh(uri: Uri): Promise<void> {
    const { language, branchItem, languageStatus, log } = this.#options;
    try {
      const branch = await language.branch(uri);
      if (uri.path !== this.#current?.path) {
        return;
      }
      branchItem.show(branch);
      const { notes = [], voices = [] } = this.#checks.get(uri.path) ?? {};
      languageStatus.show({ notes, voices, ...(branch !== undefined && { branch }) });
      if (branch?.headFile !== undefined) {
        this.#files?.watchHead(branch.headFile);
      }
    } catch (error) {
      log.warn(`The branch of ${uri.path} is not known: ${messageOf(error)}`);
    }
  }
}
