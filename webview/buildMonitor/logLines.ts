import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from '@tanstack/virtual-core';

import { createElement, setText, type Part } from '../dom/element.js';
import { createKeyedList } from '../dom/keyedList.js';

/** A log to draw. `key` names it: another key is another log. */
interface LogLinesView {
  readonly key: string;
  readonly lines: readonly string[];
  /** How many lines were dropped before the first of `lines`. */
  readonly droppedLines: number;
}

/** What a log asks for. */
export interface LogLinesOptions {
  /** Where a log that is shown for the first time starts, in pixels from its top; undefined: at its end. */
  readonly initialTop: () => number | undefined;
  /** The user has scrolled; undefined: to the end, which is followed from now on. */
  readonly onScroll: (top: number | undefined) => void;
}

/** The lines of a log, of which only those in sight are in the page. */
export interface LogLines extends Part<LogLinesView> {
  /** Goes to the end and follows it. */
  followEnd(): void;
}

/** Why: one line of a minified file would freeze the page. Copying takes the whole line. */
const drawnCharacters = 4_000;

interface Lines {
  readonly scroller: HTMLElement;
  readonly canvas: HTMLElement;
  readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  view: LogLinesView;
  lineHeight: number;
  following: boolean;
}

/** Creates an empty log. */
export function createLogLines(options: LogLinesOptions): LogLines {
  const state = createState();
  const { scroller, canvas } = state;
  const rows = createKeyedList<VirtualItem>(canvas, {
    keyOf: (item) => String(item.index),
    createPart: () => createLine(state),
  });
  state.virtualizer.setOptions({
    ...state.virtualizer.options,
    onChange: () => {
      rows.update(state.virtualizer.getVirtualItems());
    },
  });
  state.virtualizer._didMount();
  scroller.addEventListener('scroll', () => {
    noteScroll(state, options);
  });
  new ResizeObserver(() => {
    keepEnd(state);
  }).observe(scroller);
  return {
    element: scroller,
    update: (view) => {
      if (view.key === state.view.key && view.lines === state.view.lines) {
        return;
      }
      const top = nextTop(state, view, options);
      resize(state, view);
      state.following = top === undefined;
      scroller.scrollTop = top ?? scroller.scrollHeight;
      rows.update(state.virtualizer.getVirtualItems());
    },
    followEnd: () => {
      state.following = true;
      scroller.scrollTop = scroller.scrollHeight;
    },
  };
}

function createState(): Lines {
  const canvas = createElement('div', { class: 'log-canvas' });
  const scroller = createElement('div', { class: 'log-lines', role: 'region', tabindex: '0' }, canvas);
  const state: Omit<Lines, 'virtualizer'> = {
    scroller,
    canvas,
    view: { key: '', lines: [], droppedLines: 0 },
    lineHeight: 18,
    following: true,
  };
  const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
    count: 0,
    overscan: 10,
    getScrollElement: () => scroller,
    estimateSize: () => complete.lineHeight,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
  });
  const complete: Lines = Object.assign(state, { virtualizer });
  return complete;
}

function createLine(state: Lines): Part<VirtualItem> {
  const element = createElement('div', { class: 'log-line' });
  return {
    element,
    update: ({ index, start }) => {
      setText(element, drawnText(state.view.lines[index] ?? ''));
      element.style.transform = `translateY(${start}px)`;
    },
  };
}

function drawnText(line: string): string {
  return line.length <= drawnCharacters
    ? line
    : `${line.slice(0, drawnCharacters)}… (${line.length - drawnCharacters} more characters)`;
}

/** Where the scroller belongs once `next` is drawn; undefined: at its end. */
function nextTop(state: Lines, next: LogLinesView, options: LogLinesOptions): number | undefined {
  if (next.key !== state.view.key) {
    return options.initialTop();
  }
  if (state.following) {
    return undefined;
  }
  // Why: the lines that the user reads stay where they are while lines above them are dropped.
  const dropped = next.droppedLines - state.view.droppedLines;
  return Math.max(0, state.scroller.scrollTop - dropped * state.lineHeight);
}

function resize(state: Lines, view: LogLinesView): void {
  const { virtualizer, canvas, scroller } = state;
  state.view = view;
  const lineHeight = Number.parseFloat(getComputedStyle(scroller).lineHeight);
  if (Number.isFinite(lineHeight) && lineHeight !== state.lineHeight) {
    state.lineHeight = lineHeight;
    virtualizer.measure();
  }
  virtualizer.setOptions({ ...virtualizer.options, count: view.lines.length });
  virtualizer._willUpdate();
  canvas.style.height = `${virtualizer.getTotalSize()}px`;
  canvas.style.minWidth = `${widestLine(view.lines)}ch`;
}

function widestLine(lines: readonly string[]): number {
  return lines.reduce((widest, line) => Math.max(widest, Math.min(line.length, drawnCharacters + 30)), 0);
}

function noteScroll(state: Lines, options: LogLinesOptions): void {
  const { scroller, lineHeight } = state;
  if (scroller.clientHeight === 0) {
    // Why: a log that is hidden or empty says nothing about what the user wants to read.
    return;
  }
  const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  state.following = below < lineHeight;
  options.onScroll(state.following ? undefined : scroller.scrollTop);
}

/** Why: a log that follows its end still does so after the panel has changed its size. */
function keepEnd(state: Lines): void {
  if (state.following) {
    state.scroller.scrollTop = state.scroller.scrollHeight;
  }
}
