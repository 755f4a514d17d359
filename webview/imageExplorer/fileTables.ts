import {
  formatFilesRequest,
  type FilesRequest,
  type FilesView,
  type WorkView,
} from '../../src/bridge/explorerProtocol.js';

import { createFileTableBuilder, type FileTable, type FileTableBuilder } from './fileTable.js';
import { usualTree, type TreeState } from './visibleRows.js';

/** A table of files, as far as it has come, and how it is looked at. */
export interface AskedTable {
  readonly request: FilesRequest;
  builder: FileTableBuilder;
  table: FileTable | undefined;
  tree: TreeState;
  selected: number;
  work: WorkView | undefined;
  /** Why it cannot be had; empty: the user has cancelled it. */
  failure: string | undefined;
}

/** Tables that stay in the page, so that going back to one takes no time. */
const maxTables = 6;

/** The tables that were asked for, the latest of them. */
export class FileTables {
  readonly #ask: (request: FilesRequest) => void;
  readonly #tables = new Map<string, AskedTable>();

  /** `ask` is called for each table that is not here. */
  constructor(ask: (request: FilesRequest) => void) {
    this.#ask = ask;
  }

  /** The table of a request, if it was asked for. */
  find(request: FilesRequest): AskedTable | undefined {
    return this.#tables.get(formatFilesRequest(request));
  }

  /** The table of a request, which is asked for now if it was not. */
  demand(request: FilesRequest): AskedTable {
    return this.find(request) ?? this.#begin(request);
  }

  /** Takes a stretch; returns the table if it is whole with it. */
  add(stretch: FilesView): AskedTable | undefined {
    const asked = this.find(stretch.request);
    if (asked === undefined) {
      return undefined;
    }
    if (stretch.start === 0) {
      asked.builder = createFileTableBuilder();
    }
    asked.builder.add(stretch);
    const whole = asked.builder.finished();
    if (whole === undefined) {
      return undefined;
    }
    asked.table = whole;
    asked.work = undefined;
    asked.builder = createFileTableBuilder();
    return asked;
  }

  forget(request: FilesRequest): void {
    this.#tables.delete(formatFilesRequest(request));
  }

  forgetAll(): void {
    this.#tables.clear();
  }

  #begin(request: FilesRequest): AskedTable {
    this.#dropUnfinished();
    const [oldest] = this.#tables.keys();
    if (oldest !== undefined && this.#tables.size >= maxTables) {
      this.#tables.delete(oldest);
    }
    const asked = newTable(request);
    this.#tables.set(formatFilesRequest(request), asked);
    this.#ask(request);
    return asked;
  }

  /** Why: the editor follows the last request only, so what was asked for before will not come. */
  #dropUnfinished(): void {
    for (const [key, { table }] of this.#tables) {
      if (table === undefined) {
        this.#tables.delete(key);
      }
    }
  }
}

function newTable(request: FilesRequest): AskedTable {
  return {
    request,
    builder: createFileTableBuilder(),
    table: undefined,
    tree: usualTree(request),
    selected: -1,
    work: undefined,
    failure: undefined,
  };
}
