import type { Disposable, ExtensionContext, WebviewPanel } from 'vscode';
import { commands, env, Uri, ViewColumn, window } from 'vscode';

import type { ExplorerAction, ImageView } from '../../bridge/explorerProtocol.js';
import { revealPath } from '../commands/reveal.js';
import type { ExplorerPanelActions } from './explorerPanel.js';
import { ExplorerPanel } from './explorerPanel.js';
import { ExplorerThread } from './explorerThread.js';
import { explorerTitle } from './explorerWords.js';
import { ImageFiles } from './imageFiles.js';
import type { InstructionLinesOptions } from './instructionLines.js';
import { InstructionLines } from './instructionLines.js';

/** Type of the explorer's panels, by which the editor finds who restores them. */
const explorerViewType = 'ociRecipe.explorer';

/** How long what was read is kept after the last explorer was closed. */
const keptMs = 5 * 60_000;

/** The image explorers of a window, one for each image or pair of images: opened on request, restored after a reload. */
export class Explorer implements Disposable {
  readonly #context: ExtensionContext;
  readonly #thread: ExplorerThread;
  readonly #files: ImageFiles;
  readonly #lines: InstructionLines;
  readonly #serializer: Disposable;
  readonly #panels = new Set<ExplorerPanel>();
  #idle: NodeJS.Timeout | undefined;

  constructor(context: ExtensionContext, options: InstructionLinesOptions) {
    this.#context = context;
    this.#thread = new ExplorerThread(options.host);
    this.#files = new ImageFiles(this.#thread);
    this.#lines = new InstructionLines(options);
    this.#serializer = window.registerWebviewPanelSerializer(explorerViewType, {
      deserializeWebviewPanel: (panel, state) => {
        const sources = sourcesOf(state);
        if (sources.length === 0) {
          panel.dispose();
        } else {
          this.#adopt(panel, sources);
        }
        return Promise.resolve();
      },
    });
  }

  /** Shows an image, or two beside each other. Sources are absolute paths of archives and folders. */
  show(sources: readonly string[]): void {
    const known = [...this.#panels].find((panel) => panel.sources.join('\0') === sources.join('\0'));
    if (known !== undefined) {
      known.reveal();
      return;
    }
    const title = explorerTitle(sources.join(' ↔ '));
    this.#adopt(window.createWebviewPanel(explorerViewType, title, ViewColumn.Active), sources);
  }

  /** Ends the thread; settles when nothing is left of it. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#thread.stop();
  }

  dispose(): void {
    clearTimeout(this.#idle);
    this.#serializer.dispose();
    this.#files.dispose();
    for (const panel of this.#panels) {
      panel.dispose();
    }
  }

  #adopt(panel: WebviewPanel, sources: readonly string[]): void {
    clearTimeout(this.#idle);
    const explorer = new ExplorerPanel(panel, {
      extensionUri: this.#context.extensionUri,
      thread: this.#thread,
      sources,
      actions: this.#actions(sources),
      withLines: (images: readonly ImageView[]) => this.#lines.add(sources, images),
    });
    this.#panels.add(explorer);
    panel.onDidDispose(() => {
      explorer.dispose();
      this.#panels.delete(explorer);
      this.#rest();
    });
  }

  /** Why not at once: who closes an image often opens it again. */
  #rest(): void {
    if (this.#panels.size === 0) {
      this.#idle = setTimeout(() => {
        void this.#thread.stop();
      }, keptMs);
      this.#idle.unref();
    }
  }

  #actions(sources: readonly string[]): ExplorerPanelActions {
    return {
      openFile: (file) => void this.#files.open(sources, file),
      openDifference: ({ before, after }) => void this.#files.openDifference(sources, before, after),
      openLine: ({ image, layer }) => void this.#lines.open(sources, image, layer),
      copyText: ({ text }) => void env.clipboard.writeText(text),
      run: ({ action }) => {
        run(action, sources);
      },
    };
  }
}

const actionCommands: Readonly<Record<Exclude<ExplorerAction, 'reveal'>, string>> = {
  convert: 'ociRecipe.convertArchive',
  verify: 'ociRecipe.verifyArtifacts',
  inspect: 'ociRecipe.inspectImage',
  compare: 'ociRecipe.compareImages',
};

function run(action: ExplorerAction, [source = '']: readonly string[]): void {
  if (action === 'reveal') {
    void revealPath(source);
  } else {
    void commands.executeCommand(actionCommands[action], Uri.file(source));
  }
}

/** What the page has saved; it may be of another version. */
function sourcesOf(state: unknown): readonly string[] {
  const { sources } = (state ?? {}) as { readonly sources?: unknown };
  return Array.isArray(sources) ? sources.filter((source) => typeof source === 'string') : [];
}
