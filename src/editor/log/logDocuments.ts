import type { Disposable, TextDocument, TextDocumentContentProvider, TextEditor } from 'vscode';
import { EventEmitter, l10n, Uri, window, workspace } from 'vscode';

import type { Host } from '../../core/host/host.js';
import type { Build } from '../builds/build.js';
import type { BuildStore } from '../builds/buildStore.js';
import type { Throttled } from '../../core/base/throttle.js';
import { throttle } from '../../core/base/throttle.js';
import { readLog } from './readLog.js';

/** Scheme of the read-only documents that show a build's log: `oci-recipe-log:/ID/NAME.oci-recipe-log`. */
const logScheme = 'oci-recipe-log';

/** How often an open log follows its build. */
const followIntervalMs = 500;

/** Shows the logs of builds as documents, which grow while the build runs. */
export class LogDocuments implements Disposable, TextDocumentContentProvider {
  readonly #host: Host;
  readonly #store: BuildStore;
  readonly #changes = new EventEmitter<Uri>();
  readonly #following = new Map<string, Throttled>();
  /** How many lines each open log had, to know whether an editor shows its end. */
  readonly #lineCounts = new Map<string, number>();
  readonly #disposables: readonly Pick<Disposable, 'dispose'>[];

  readonly onDidChange = this.#changes.event;

  constructor(host: Host, store: BuildStore) {
    this.#host = host;
    this.#store = store;
    this.#disposables = [
      this.#changes,
      workspace.registerTextDocumentContentProvider(logScheme, this),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#unfollow(uri);
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.#keepAtEnd(document);
      }),
      store.onDidChange((build) => {
        this.#following.get(logUri(build).toString())?.request();
      }),
    ];
  }

  /** Opens the log of a build, scrolled to its end. */
  async show(build: Build): Promise<void> {
    const uri = logUri(build);
    const document = await workspace.openTextDocument(uri);
    const editor = await window.showTextDocument(document, { preview: false });
    this.#lineCounts.set(uri.toString(), document.lineCount);
    editor.revealRange(document.lineAt(document.lineCount - 1).range);
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    await this.#store.restore();
    const build = this.#store.find(uri.path.split('/')[1] ?? '');
    if (build === undefined) {
      return `-- ${l10n.t('This build is no longer kept.')}\n`;
    }
    this.#follow(uri);
    const log = await readLog(this.#host.files, build.logFile);
    if (log === undefined) {
      return `-- ${l10n.t('Nothing has been written yet.')}\n`;
    }
    return log.leftOutBytes === 0 ? log.text : `-- ${leftOut(log.leftOutBytes, build.logFile)}\n${log.text}`;
  }

  dispose(): void {
    for (const disposable of [...this.#disposables, ...this.#following.values()]) {
      disposable.dispose();
    }
    this.#following.clear();
  }

  /** Scrolls along those editors that showed the end before the log grew; one scrolled back is left alone. */
  #keepAtEnd(document: TextDocument): void {
    if (document.uri.scheme !== logScheme) {
      return;
    }
    const key = document.uri.toString();
    const lastLine = (this.#lineCounts.get(key) ?? document.lineCount) - 1;
    this.#lineCounts.set(key, document.lineCount);
    for (const editor of window.visibleTextEditors) {
      if (editor.document === document && showsLine(editor, lastLine)) {
        editor.revealRange(document.lineAt(document.lineCount - 1).range);
      }
    }
  }

  #follow(uri: Uri): void {
    const key = uri.toString();
    if (!this.#following.has(key)) {
      const refresh = (): void => {
        this.#changes.fire(uri);
      };
      this.#following.set(key, throttle(refresh, followIntervalMs));
    }
  }

  #unfollow(uri: Uri): void {
    this.#following.get(uri.toString())?.dispose();
    this.#following.delete(uri.toString());
    this.#lineCounts.delete(uri.toString());
  }
}

/** Whether a line is in sight, or the one above it: the last line of a log is empty. */
function showsLine(editor: TextEditor, line: number): boolean {
  return editor.visibleRanges.some((range) => range.end.line >= line - 1);
}

function logUri(build: Build): Uri {
  return Uri.from({ scheme: logScheme, path: `/${build.id}/${build.recipeName}.oci-recipe-log` });
}

function leftOut(bytes: number, file: string): string {
  const mebibytes = (bytes / 1024 / 1024).toFixed(1);
  return l10n.t('The first {0} MiB are not shown; the whole log is in {1}', mebibytes, file);
}
