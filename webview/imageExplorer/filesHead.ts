import type { FilesRequest, FilesSummary } from '../../src/bridge/explorerProtocol.js';
import { createElement, setText, type Part } from '../dom/element.js';
import { createIcon } from '../dom/icon.js';
import { formatByteSize } from '../format/byteSize.js';
import { formatCount } from '../format/count.js';

/** What is said of a table; no summary: it is not there yet. */
export interface FilesHeadView {
  readonly title: string;
  readonly request: FilesRequest;
  readonly summary: FilesSummary | undefined;
}

/** Creates what stands above the files: which they are, how many, and what else there is to say of them. */
export function createFilesHead(): Part<FilesHeadView> {
  let shown: FilesSummary | undefined;
  const title = createElement('h2', { class: 'files-title' });
  const words = createElement('p', { class: 'files-summary' });
  const notes = createElement('ul', { class: 'files-notes' });
  const line = createElement('div', { class: 'files-line' }, title, words);
  return {
    element: createElement('header', { class: 'files-head' }, line, notes),
    update: ({ title: name, request, summary }) => {
      setText(title, name);
      setText(words, summary === undefined ? '' : summaryWords(summary, request));
      if (shown !== summary) {
        notes.replaceChildren(...noteItems(summary));
      }
      shown = summary;
    },
  };
}

function noteItems(summary: FilesSummary | undefined): readonly HTMLElement[] {
  const differences = (summary?.differences ?? []).map((text) => createElement('li', {}, text));
  const warnings = (summary?.notes ?? []).map((text) =>
    createElement('li', { class: 'files-warning' }, createIcon('warning').element, text),
  );
  return [...warnings, ...differences];
}

function summaryWords(summary: FilesSummary, { part, against }: FilesRequest): string {
  const { files, sizeBytes, wastedBytes, efficiency } = summary;
  if (part === 'waste' && wastedBytes !== undefined && efficiency !== undefined) {
    const wasted = `${formatByteSize(wastedBytes)} in ${formatCount(files, 'path')}`;
    return `Efficiency ${(100 * efficiency).toFixed(1)} % · ${wasted}`;
  }
  const counts = [
    [summary.added, 'added'],
    [summary.changed, 'changed'],
    [summary.removed, 'removed'],
  ] as const;
  const words = [`${formatCount(files, 'file')}, ${formatByteSize(sizeBytes)}`];
  if (typeof part === 'number' || against !== undefined) {
    words.push(...counts.map(([count, word]) => `${count} ${word}`));
  }
  return words.join(' · ');
}
