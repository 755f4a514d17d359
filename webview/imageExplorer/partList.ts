import type { FilesRequest, ImageLayerView, ImageView } from '../../src/bridge/explorerProtocol.js';
import { createElement, setAttribute, setShown, setText, type Part } from '../dom/element.js';
import { createIcon } from '../dom/icon.js';
import { createKeyedList } from '../dom/keyedList.js';
import { formatByteSize } from '../format/byteSize.js';
import { formatCount } from '../format/count.js';

type ImagePart = FilesRequest['part'];

/** The parts of an image, one of them selected. */
export interface PartListView {
  readonly image: ImageView;
  readonly selected: ImagePart;
}

interface PartRow {
  readonly part: ImagePart;
  readonly title: string;
  readonly detail: string;
  readonly sizeBytes: number;
  /** 0 to 1: of the largest layer. */
  readonly share: number;
  readonly selected: boolean;
}

/**
 * Creates the list of what can be looked at: all files, each layer from the lowest, what is wasted. The list as a
 * whole takes the focus; arrow keys, Home and End select.
 */
export function createPartList(onChoose: (part: ImagePart) => void): Part<PartListView> {
  const element = createElement('div', {
    class: 'parts',
    role: 'listbox',
    tabindex: '0',
    'aria-label': 'Layers',
  });
  const rows = createKeyedList<PartRow>(element, {
    keyOf: ({ part }) => String(part),
    createPart: createPartRow,
  });
  let shown: readonly PartRow[] = [];
  element.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('.part') : null;
    const found = shown.find(({ part }) => row?.id === partId(part));
    if (found !== undefined) {
      onChoose(found.part);
    }
  });
  element.addEventListener('keydown', (event) => {
    const at = shown.findIndex(({ selected }) => selected);
    const to = targetOf(event.key, at, shown.length - 1);
    const found = to === undefined ? undefined : shown[Math.min(Math.max(to, 0), shown.length - 1)];
    if (found !== undefined) {
      event.preventDefault();
      onChoose(found.part);
    }
  });
  return {
    element,
    update: (view) => {
      shown = toRows(view);
      rows.update(shown);
      setAttribute(element, 'aria-activedescendant', partId(view.selected));
      rows.elementOf(String(view.selected))?.scrollIntoView({ block: 'nearest' });
    },
  };
}

function targetOf(key: string, at: number, last: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    Home: 0,
    End: last,
  };
  return targets[key];
}

function toRows({ image, selected }: PartListView): readonly PartRow[] {
  const largest = Math.max(1, ...image.layers.map(({ storedBytes }) => storedBytes));
  const layers = image.layers.map((layer, index): PartRow => ({
    part: index,
    title: layer.instruction ?? 'Layer without history',
    detail: detailOf(layer, index),
    sizeBytes: layer.storedBytes,
    share: layer.storedBytes / largest,
    selected: selected === index,
  }));
  const all: PartRow = {
    part: 'merged',
    title: 'All files',
    detail: formatCount(image.layers.length, 'layer'),
    sizeBytes: image.storedBytes,
    share: 0,
    selected: selected === 'merged',
  };
  const waste: PartRow = {
    part: 'waste',
    title: 'Wasted space',
    detail: 'Stored, then removed or stored again',
    sizeBytes: -1,
    share: 0,
    selected: selected === 'waste',
  };
  return [all, ...layers, waste];
}

function detailOf({ compression, sharedWith }: ImageLayerView, index: number): string {
  const stored = compression === 'none' ? 'not compressed' : compression;
  const shared = sharedWith.length === 0 ? '' : ` · also in ${sharedWith.join(', ')}`;
  return `Layer ${index + 1} · ${stored}${shared}`;
}

function createPartRow({ part }: PartRow): Part<PartRow> {
  const icon = createIcon(part === 'merged' ? 'package' : part === 'waste' ? 'waste' : 'layers');
  const title = createElement('span', { class: 'part-title' });
  const detail = createElement('span', { class: 'part-detail' });
  const size = createElement('span', { class: 'part-size' });
  const bar = createElement('span', { class: 'part-bar', 'aria-hidden': 'true' });
  const element = createElement('div', { class: 'part', role: 'option', id: partId(part) });
  element.append(icon.element, title, ' ', size, ' ', detail, bar);
  return {
    element,
    update: (row) => {
      setText(title, row.title);
      setText(detail, row.detail);
      setText(size, row.sizeBytes < 0 ? '' : formatByteSize(row.sizeBytes));
      setAttribute(element, 'title', row.title);
      setAttribute(element, 'aria-selected', String(row.selected));
      bar.style.setProperty('--share', String(row.share));
      setShown(bar, row.share > 0);
    },
  };
}

function partId(part: ImagePart): string {
  return `part:${part}`;
}
