import type { Disposable, TextDocumentContentProvider } from 'vscode';
import { Uri, window, workspace } from 'vscode';

/** Scheme of the read-only documents that show a report: `oci-recipe-report:/TITLE`. */
const reportScheme = 'oci-recipe-report';

/** Shows reports as read-only documents; nothing is asked to be saved when they are closed. */
export class ReportDocuments implements Disposable, TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #disposables: readonly Disposable[];
  #count = 0;

  constructor() {
    this.#disposables = [
      workspace.registerTextDocumentContentProvider(reportScheme, this),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#texts.delete(uri.toString());
      }),
    ];
  }

  /** Opens a report under a title. */
  async show(title: string, text: string): Promise<void> {
    this.#count += 1;
    const uri = Uri.from({ scheme: reportScheme, path: `/${this.#count}/${title}` });
    this.#texts.set(uri.toString(), text);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  dispose(): void {
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }
}
