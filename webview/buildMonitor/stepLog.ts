import type { StepLogView, StepView } from '../../src/bridge/monitorProtocol.js';
import { createElement, setAttribute, setShown, setText, type Part } from '../dom/element.js';
import { formatCount } from '../format/count.js';
import { createIconButton, createTextButton, type TextButton } from '../toolkit/button.js';
import { createActionLink } from '../toolkit/link.js';

import { createLogLines, type LogLines } from './logLines.js';

/** The log of the selected step. */
interface StepLogPaneView {
  readonly buildId: string;
  readonly step: StepView | undefined;
  /** Absent until it has arrived. */
  readonly log: StepLogView | undefined;
  /** Whether the user stays with this step while the build runs on. */
  readonly pinned: boolean;
  /** Whether the build has ended, so that no step will come. */
  readonly ended: boolean;
}

/** What the pane asks for. */
export interface StepLogOptions {
  readonly onFollowSteps: () => void;
  readonly onCopy: (text: string) => void;
  readonly onShowWholeLog: () => void;
  readonly initialTop: () => number | undefined;
  readonly onScroll: (top: number | undefined) => void;
}

/** The pane, and a way to move the focus into its lines. */
export interface StepLog extends Part<StepLogPaneView> {
  focusLines(): void;
}

const noLog: Pick<StepLogView, 'lines' | 'droppedLines'> = { lines: [], droppedLines: 0 };

/** Creates the pane: the step's instruction, its actions, and its lines. */
export function createStepLog(options: StepLogOptions): StepLog {
  let shown: StepLogPaneView | undefined;
  const toEnd = createTextButton('Jump to End', () => {
    lines.followEnd();
  });
  toEnd.element.classList.add('log-to-end');
  const lines = createLogLines({
    initialTop: options.initialTop,
    onScroll: (top) => {
      setShown(toEnd.element, top !== undefined);
      options.onScroll(top);
    },
  });
  const head = createHead(options, () => (shown?.log?.lines ?? []).join('\n'));
  const notice = createNotice(options.onShowWholeLog);
  const empty = createElement('p', { class: 'log-empty' });
  const body = createElement('div', { class: 'log-body' }, lines.element, empty, toEnd.element);
  return {
    element: createElement('section', { class: 'log' }, head.element, notice.element, body),
    update: (view) => {
      shown = view;
      head.update(view);
      notice.update(view.log?.droppedLines ?? 0);
      setText(empty, emptyText(view));
      drawLines(lines, view, toEnd);
    },
    focusLines: () => {
      lines.element.focus();
    },
  };
}

function drawLines(lines: LogLines, { buildId, step, log }: StepLogPaneView, toEnd: TextButton): void {
  const { lines: texts, droppedLines } = log ?? noLog;
  const key = `${buildId} ${step?.id ?? ''} ${log === undefined ? 'absent' : 'present'}`;
  setAttribute(lines.element, 'aria-label', `Log of ${step?.name ?? 'no step'}`);
  setShown(lines.element, texts.length > 0);
  if (lines.element.hidden) {
    setShown(toEnd.element, false);
  }
  lines.update({ key, lines: texts, droppedLines });
}

function createHead(options: StepLogOptions, text: () => string): Part<StepLogPaneView> {
  const title = createElement('h2', { class: 'log-title' });
  const follow = createTextButton('Follow Build', options.onFollowSteps);
  follow.element.title = 'Show the log of whatever step runs';
  const copy = createIconButton('copy', 'Copy the log of this step', () => {
    options.onCopy(text());
  });
  const actions = createElement('div', { class: 'log-actions' }, follow.element, copy);
  return {
    element: createElement('header', { class: 'log-head' }, title, actions),
    update: ({ step, log, pinned }) => {
      setText(title, step?.name ?? '');
      setAttribute(title, 'title', step?.name);
      setShown(follow.element, pinned);
      setShown(copy, (log?.lines.length ?? 0) > 0);
    },
  };
}

function createNotice(onShowWholeLog: () => void): Part<number> {
  const text = createElement('span');
  const link = createActionLink(onShowWholeLog);
  link.textContent = 'Open the log of the build';
  const element = createElement('p', { class: 'log-notice' }, text, ' ', link);
  return {
    element,
    update: (droppedLines) => {
      setShown(element, droppedLines > 0);
      setText(text, `${formatCount(droppedLines, 'earlier line')} not shown here.`);
    },
  };
}

/** Why there is nothing to read. Empty if there is. */
function emptyText({ step, log, ended }: StepLogPaneView): string {
  if (step === undefined) {
    return ended ? 'No step was run.' : 'No steps yet.';
  }
  if ((log?.lines.length ?? 0) > 0) {
    return '';
  }
  if (step.cached) {
    return 'Taken from the cache: nothing was run, so there is no output.';
  }
  const texts: Readonly<Record<StepView['state'], string>> = {
    waiting: 'This step has not started yet.',
    running: 'No output yet.',
    succeeded: 'This step wrote no output.',
    failed: 'This step wrote no output.',
    cancelled: 'This step wrote no output before it was cancelled.',
  };
  return log === undefined && step.state !== 'waiting' ? 'Fetching the log…' : texts[step.state];
}
