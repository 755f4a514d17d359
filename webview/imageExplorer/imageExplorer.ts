import type {
  ExplorerView,
  FilesRequest,
  FilesView,
  FromExplorer,
  WorkView,
} from '../../src/bridge/explorerProtocol.js';
import { createAnnouncer, type Announcer } from '../dom/announcer.js';
import { createSplitter } from '../dom/splitter.js';
import { createElement, setShown, setText, type Part } from '../dom/element.js';
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
import { FileTables, type AskedTable } from './fileTables.js';
import { createLayerDetails, type LayerDetailsView } from './layerDetails.js';
import { createPartList, type PartListView } from './partList.js';
import { openedRow } from './openedRow.js';

/** What the explorer needs of the world. */
export interface ImageExplorerOptions {
  readonly post: Post<FromExplorer>;
  readonly choice: ExplorerChoice;
  readonly saveChoice: (choice: ExplorerChoice) => void;
}

/** The image explorer: draws what the editor sends and what the user chooses to look at. */
export class ImageExplorer {
  readonly element: HTMLElement;
  readonly #options: ImageExplorerOptions;
  readonly #announcer: Announcer = createAnnouncer();
  readonly #message = createElement('p', { class: 'explorer-message' });
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

  constructor(options: ImageExplorerOptions) {
    this.#options = options;
    this.#choice = options.choice;
    this.#tables = new FileTables((request) => {
      options.post('showFiles', request);
    });
    const actions = this.#createActions();
    this.#header = createExplorerHeader(actions);
    this.#parts = createPartList(actions.choosePart);
    this.#details = createLayerDetails(actions);
    this.#files = createFilesPane(actions);
    this.#splitter = createSplitter(this.#body, 'Size of the list of layers', actions.split);
    const side = createElement('div', { class: 'explorer-side' }, this.#parts.element, this.#details.element);
    this.#body.append(side, this.#splitter.element, this.#files.element);
    this.element = createElement('main', { class: 'explorer' }, this.#header.element, this.#notes);
    this.element.append(this.#message, this.#body, this.#announcer.element);
  }

  /** Draws a view in place of the last; tables of the last are forgotten when the archive was read again. */
  showView(view: ExplorerView): void {
    if (view.state !== 'open' || this.#view?.images !== view.images) {
      this.#tables.forgetAll();
    }
    this.#view = view;
    if (view.state === 'open') {
      this.#announcer.announce([`${view.title}: ${formatCount(view.images.length, 'image')}.`]);
    }
    this.#notes.replaceChildren(...view.notes.map((text) => createElement('li', {}, text)));
    this.draw();
  }

  /** Takes a stretch of a table. */
  showFiles(stretch: FilesView): void {
    const { table } = this.#tables.add(stretch) ?? {};
    if (table !== undefined) {
      this.#announcer.announce([`${formatCount(table.summary.files, 'file')} read.`]);
      this.draw();
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
    const words = messageOf(this.#view);
    setText(this.#message, words);
    setShown(this.#message, words !== '');
    setShown(this.#notes, this.#notes.childElementCount > 0);
    setShown(this.#header.element, shown !== undefined);
    setShown(this.#body, shown !== undefined);
    if (this.#view !== undefined && shown !== undefined) {
      this.#drawShown(this.#view, shown);
    }
  }

  #drawShown(view: ExplorerView, shown: Shown): void {
    const { image, request } = shown;
    this.#header.update({ view, shown });
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
    this.#choice = changedChoice(this.#view?.sources ?? [], this.#shown(), this.#choice.splitPercent, change);
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
      this.draw();
    }
  }
}

function messageOf(view: ExplorerView | undefined): string {
  if (view === undefined || view.state === 'opening') {
    return 'Opening…';
  }
  if (view.state === 'failed') {
    return view.failure ?? '';
  }
  return view.images.length === 0 ? 'There is no image in it.' : '';
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
