import type { CancellationToken, Disposable, TextDocumentContentProvider } from 'vscode';
import { commands, l10n, Uri, window, workspace } from 'vscode';

import type { FileReference } from '../../bridge/explorerProtocol.js';
import { isAbort } from '../../core/base/abort.js';
import { messageOf } from '../../core/base/errors.js';
import { withProgress } from '../commands/withProgress.js';
import type { FileText } from './explorerMessages.js';
import type { CallOptions, ExplorerThread } from './explorerThread.js';

/** Scheme of the read-only documents that show a file of an image; the query says which. */
const imageFileScheme = 'oci-recipe-image';

/** A file of an image, and where the image is. */
interface ImageFile extends FileReference {
  readonly sources: readonly string[];
}

/** Shows text files straight from the layers of images, as read-only documents. */
export class ImageFiles implements Disposable, TextDocumentContentProvider {
  readonly #thread: ExplorerThread;
  /** What was read before the document asks for it. */
  readonly #texts = new Map<string, string>();
  readonly #registration: Disposable;

  constructor(thread: ExplorerThread) {
    this.#thread = thread;
    this.#registration = workspace.registerTextDocumentContentProvider(imageFileScheme, this);
  }

  /** Opens a file, or says why it cannot be shown as text. */
  async open(sources: readonly string[], file: FileReference): Promise<void> {
    const uri = toUri({ sources, ...file });
    if (await this.#prepare(uri, { sources, ...file })) {
      await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
    }
  }

  /** Opens the difference of two files, or says why one of them cannot be shown as text. */
  async openDifference(
    sources: readonly string[],
    before: FileReference,
    after: FileReference,
  ): Promise<void> {
    const [left, right] = [toUri({ sources, ...before }), toUri({ sources, ...after })];
    const isReady = await this.#prepare(left, { sources, ...before });
    if (isReady && (await this.#prepare(right, { sources, ...after }))) {
      await commands.executeCommand('vscode.diff', left, right, after.path, { preview: true });
    }
  }

  async provideTextDocumentContent(uri: Uri, token?: CancellationToken): Promise<string> {
    const known = this.#texts.get(uri.toString());
    if (known !== undefined) {
      this.#texts.delete(uri.toString());
      return known;
    }
    const abort = new AbortController();
    token?.onCancellationRequested(() => {
      abort.abort();
    });
    const found = await this.#read(fromUri(uri), { signal: abort.signal });
    return found.kind === 'text' ? found.text : found.reason;
  }

  dispose(): void {
    this.#registration.dispose();
  }

  async #prepare(uri: Uri, file: ImageFile): Promise<boolean> {
    try {
      const found = await withProgress(l10n.t('Reading {0}', file.path), (signal, onProgress) =>
        this.#read(file, { signal, onProgress }),
      );
      return this.#keep(uri, found);
    } catch (error) {
      if (!isAbort(error)) {
        void window.showErrorMessage(messageOf(error));
      }
      return false;
    }
  }

  #keep(uri: Uri, found: FileText): boolean {
    if (found.kind === 'refused') {
      void window.showInformationMessage(found.reason);
      return false;
    }
    this.#texts.set(uri.toString(), found.text);
    return true;
  }

  #read({ sources, ...file }: ImageFile, options: CallOptions): Promise<FileText> {
    return this.#thread.call('readFile', { sources, file }, options);
  }
}

/** Why the path too: it names the document's tab, and its end tells the language. */
function toUri(file: ImageFile): Uri {
  const { sources, image, layer, path } = file;
  return Uri.from({
    scheme: imageFileScheme,
    path: `/${path}`,
    query: JSON.stringify({ sources, image, layer }),
  });
}

function fromUri(uri: Uri): ImageFile {
  const { sources, image, layer } = JSON.parse(uri.query) as Omit<ImageFile, 'path'>;
  return { sources, image, layer, path: uri.path.slice(1) };
}
