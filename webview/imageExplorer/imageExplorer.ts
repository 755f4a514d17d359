import {
  formatFilesRequest,
  type BytesView,
  type ExplorerView,
  type FilesRequest,
  type FilesView,
  type FromExplorer,
  type WorkView,
} from '../../src/bridge/explorerProtocol.js';
import { createAnnouncer, type Announcer } from '../dom/announcer.js';
import { createSplitter } from '../dom/splitter.js';
import { createElement, setShown, type Part } from '../dom/element.js';
import { formatCount } from '../format/count.js';
import type { Post } from '../editorApi.js';

import type { ExplorerActions } from './explorerActions.js';
import {
  changedChoice,
  shownOf,
  type ChoiceChange,
  type ExplorerChoice,
  type Shown,
} from './explorerChoice.js';
import { createExplorerHeader, type ExplorerHeaderView } from './explorerHeader.js';
import { createFilesPane, type FilesPaneView } from './filesPane.js';
import type { FileTable } from './fileTable.js';
import { FileTables, type AskedTable } from './fileTables.js';
import { createLayerDetails, type LayerDetailsView } from './layerDetails.js';
import { createPartList, type PartListView } from './partList.js';
import { openedRow } from './openedRow.js';
import { openingState, spokenState } from './openingState.js';
import { lookOf, treeOfLook } from './tableLook.js';
import { createWorkBar, type WorkBarView } from './workBar.js';

/** What the explorer needs of the world. */
export interface ImageExplorerOptions {
  readonly post: Post<FromExplorer>;
  readonly choice: ExplorerChoice;
  readonly saveChoice: (choice: ExplorerChoice) => void;
}

/** How long the user must rest before it is written down how the table is looked at. */
const savingMs = 300;

/** The image explorer: draws what the editor sends and what the user chooses to look at. */
export class ImageExplorer {
  readonly element: HTMLElement;
  readonly #options: ImageExplorerOptions;
  readonly #announcer: Announcer = createAnnouncer();
  readonly #message: Part<WorkBarView>;
  readonly #notes = createElement('ul', { class: 'explorer-notes' });
  readonly #header: Part<ExplorerHeaderView>;
  readonly #parts: Part<PartListView>;
  readonly #details: Part<LayerDetailsView>;
  readonly #files: Part<FilesPaneView>;
  readonly #splitter: Part<number | undefined>;
  readonly #body = createElement('div', { class: 'explorer-body' });
  readonly #tables: FileTables;
  #choice: ExplorerChoice;
  #view: ExplorerView | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;
  #opening: BytesView | undefined;
  /** Whether the archive is being read anew while what is known of it is still shown. */
  #isReadAgain = false;

  constructor(options: ImageExplorerOptions) {
    this.#options = options;
    this.#choice = options.choice;
    this.#tables = new FileTables((request) => {
      options.post('showFiles', request);
    });
    const actions = this.#createActions();
    this.#message = createWorkBar({
      doing: 'Opening',
      retry: 'Try Again',
      onCancel: () => {
        options.post('cancelOpening', {});
      },
      onRetry: () => {
        options.post('refresh', {});
      },
    });
    this.#header = createExplorerHeader(actions);
    this.#parts = createPartList(actions.choosePart);
    this.#details = createLayerDetails(actions);
    this.#files = createFilesPane(actions);
    this.#splitter = createSplitter(this.#body, 'Size of the list of layers', actions.split);
    const side = createElement('div', { class: 'explorer-side' }, this.#parts.element, this.#details.element);
    this.#body.append(side, this.#splitter.element, this.#files.element);
    this.element = createElement('main', { class: 'explorer' }, this.#header.element, this.#notes);
    this.element.append(this.#message.element, this.#body, this.#announcer.element);
  }

  /** Draws a view in place of the last; tables of the last are forgotten when the archive was read again. */
  showView(view: ExplorerView): void {
    this.#isReadAgain = view.state === 'opening' && this.#view?.state === 'open';
    this.#opening = undefined;
    if (this.#isReadAgain) {
      this.#announcer.announce(['Reading it again.']);
      this.draw();
      return;
    }
    if (view.state !== 'open' || this.#view?.images !== view.images) {
      this.#tables.forgetAll();
    }
    this.#view = view;
    this.#announcer.announce(spokenState(view));
    this.#notes.replaceChildren(...view.notes.map((text) => createElement('li', {}, text)));
    this.draw();
  }

  /** Shows how far opening is. */
  showOpening(bytes: BytesView): void {
    this.#opening = bytes;
    this.draw();
  }

  /** Takes a stretch of a table. */
  showFiles(stretch: FilesView): void {
    const asked = this.#tables.add(stretch);
    const { table } = asked ?? {};
    if (asked !== undefined && table !== undefined) {
      this.#restoreLook(asked, table);
      this.#announcer.announce([`${formatCount(table.summary.files, 'file')} read.`]);
      this.draw();
      this.#focusRestored(asked);
    }
  }

  /** Why: the editor throws a page away while it is hidden, and whoever comes back wants to go on. */
  #restoreLook(asked: AskedTable, table: FileTable): void {
    const { look } = this.#choice;
    if (look?.request === formatFilesRequest(asked.request)) {
      Object.assign(asked, treeOfLook(look, table));
    }
  }

  /** Why: who comes back from a file by the keyboard stands where he left. */
  #focusRestored({ selected }: AskedTable): void {
    if (selected >= 0 && document.hasFocus() && document.activeElement === document.body) {
      this.#files.element.querySelector<HTMLElement>('.tree:not([hidden])')?.focus();
    }
  }

  #saveLookSoon(): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => {
      this.#saveLook();
    }, savingMs);
  }

  #saveLook(): void {
    clearTimeout(this.#saving);
    const shown = this.#shown();
    const asked = shown && this.#tables.find(shown.request);
    if (asked?.table !== undefined) {
      const look = lookOf(formatFilesRequest(asked.request), asked.table, asked);
      this.#choice = { ...changedChoice(this.#view?.sources ?? [], shown, this.#choice, {}), look };
      this.#options.saveChoice(this.#choice);
    }
  }

  showWork(work: WorkView): void {
    const asked = this.#tables.find(work.request);
    if (asked !== undefined) {
      asked.work = work;
      this.draw();
    }
  }

  /** Notes that a table cannot be had; an empty message: the user has cancelled it. */
  showFailure(request: FilesRequest, message: string): void {
    const asked = this.#tables.find(request);
    if (asked !== undefined && asked.table === undefined) {
      asked.failure = message;
      this.#announcer.announce([message === '' ? 'Reading was cancelled.' : message]);
      this.draw();
    }
  }

  /** Draws again: the view, a table or the choice has changed. */
  draw(): void {
    const shown = this.#shown();
    const focused = document.activeElement;
    setShown(this.#notes, this.#notes.childElementCount > 0);
    setShown(this.#header.element, shown !== undefined);
    setShown(this.#body, shown !== undefined);
    this.#message.update(openingState(this.#view, this.#opening));
    if (this.#view !== undefined && shown !== undefined) {
      this.#drawShown(this.#view, shown);
    }
    this.#keepFocus(focused);
  }

  /** Why: who works with the keyboard goes on with what came in the place of what had the focus. */
  #keepFocus(focused: Element | null): void {
    const now = document.activeElement;
    const isLost = isHidden(focused) && (now === focused || now === document.body);
    if (isLost && this.element.contains(focused)) {
      const button = this.#message.element.querySelector<HTMLElement>('vscode-button:not([hidden])');
      const isAtFiles = this.#files.element.contains(focused);
      const tree = isAtFiles ? this.#files.element.querySelector<HTMLElement>('.tree:not([hidden])') : null;
      (this.#body.hidden ? button : (tree ?? this.#parts.element))?.focus();
    }
  }

  #drawShown(view: ExplorerView, shown: Shown): void {
    const { image, request } = shown;
    this.#header.update({ view, shown, isReadAgain: this.#isReadAgain });
    this.#parts.update({ image, selected: request.part });
    this.#details.update({ image, layer: typeof request.part === 'number' ? request.part : undefined });
    this.#splitter.update(this.#choice.splitPercent ?? 36);
    const { table, tree, selected, work, failure } = this.#tables.demand(request);
    const isWorking = table === undefined && failure === undefined;
    this.#files.update({
      title: titleOf(shown),
      request,
      table,
      tree,
      selected,
      work: { isWorking, work, failure },
    });
  }

  #shown(): Shown | undefined {
    return this.#view === undefined ? undefined : shownOf(this.#view, this.#choice);
  }

  #choose(change: ChoiceChange): void {
    this.#choice = changedChoice(this.#view?.sources ?? [], this.#shown(), this.#choice, change);
    this.#options.saveChoice(this.#choice);
    this.draw();
  }

  #createActions(): ExplorerActions {
    return {
      post: this.#options.post,
      chooseImage: (image) => {
        this.#choose({ image });
      },
      compareWith: (against) => {
        this.#choose({ against: against ?? null, part: 'merged' });
      },
      compareWithOther: () => {
        this.#options.post('run', { action: 'compare' });
        this.draw();
      },
      choosePart: (part) => {
        this.#choose({ part, against: null });
      },
      split: (splitPercent) => {
        this.#choose({ splitPercent });
      },
      changeTree: (change) => {
        this.#change((table) => {
          const closed = change.filter === undefined ? {} : { closed: new Set<number>() };
          table.tree = { ...table.tree, ...closed, ...change };
        });
      },
      selectRow: (row) => {
        this.#change((table) => {
          table.selected = row;
        });
      },
      openRow: (files, row) => {
        const shown = this.#shown();
        if (shown !== undefined) {
          this.#saveLook();
          openedRow(this.#options.post, shown, files, row);
        }
      },
      retry: () => {
        const shown = this.#shown();
        if (shown !== undefined) {
          this.#tables.forget(shown.request);
          this.draw();
        }
      },
      copy: (text, name) => {
        this.#options.post('copyText', { text });
        this.#announcer.announce([`Copied: ${name}.`]);
      },
    };
  }

  #change(act: (table: AskedTable) => void): void {
    const shown = this.#shown();
    const table = shown && this.#tables.find(shown.request);
    if (table !== undefined) {
      act(table);
      this.#saveLookSoon();
      this.draw();
    }
  }
}

function isHidden(element: Element | null): boolean {
  return (element?.closest('[hidden]') ?? null) !== null;
}

function titleOf({ image, against, request }: Shown): string {
  if (against !== undefined) {
    return `${image.label} → ${against.label}`;
  }
  if (request.part === 'merged') {
    return 'All files';
  }
  return request.part === 'waste' ? 'Wasted space' : `What layer ${request.part + 1} did`;
}
