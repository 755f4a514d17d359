import { createElement, setShown, type Part } from '../dom/element.js';
import { createDropdown } from '../toolkit/dropdown.js';

import type { FileFilter, FileOrder, TreeState } from './visibleRows.js';

/** What the bar shows; `hasChanges`: whether rows can be added, changed or removed at all. */
export interface FilterBarView {
  readonly state: TreeState;
  readonly hasChanges: boolean;
}

const sizes = [
  ['0', 'Any size'],
  ['1000', '≥ 1 kB'],
  ['100000', '≥ 100 kB'],
  ['1000000', '≥ 1 MB'],
  ['10000000', '≥ 10 MB'],
  ['100000000', '≥ 100 MB'],
] as const;

const changes = [
  ['all', 'All files'],
  ['changed', 'Any change'],
  ['a', 'Added'],
  ['c', 'Changed'],
  ['r', 'Removed'],
] as const;

const orders = [
  ['name', 'By name'],
  ['size', 'By size'],
] as const;

type Pairs = readonly (readonly [string, string])[];

/** Creates the bar that filters and orders a tree. */
export function createFilterBar(onChange: (change: Partial<TreeState>) => void): Part<FilterBarView> {
  let filter: FileFilter = { text: '', minBytes: 0, changes: 'all' };
  const set = (change: Partial<FileFilter>): void => {
    onChange({ filter: { ...filter, ...change } });
  };
  const text = createElement('input', {
    class: 'filter-text',
    type: 'search',
    placeholder: 'Filter by name, or by path with a /',
    'aria-label': 'Filter by name',
    spellcheck: 'false',
  });
  text.addEventListener('input', () => {
    set({ text: text.value });
  });
  const size = createDropdown('Filter by size', (value) => {
    set({ minBytes: Number(value) });
  });
  const change = createDropdown('Filter by change', (value) => {
    set({ changes: changes.find(([name]) => name === value)?.[0] ?? 'all' });
  });
  const order = createDropdown('Order', (value) => {
    onChange({ order: (orders.find(([name]) => name === value)?.[0] ?? 'name') satisfies FileOrder });
  });
  return {
    element: createElement('div', { class: 'filter-bar' }, text, size.element, change.element, order.element),
    update: ({ state, hasChanges }) => {
      filter = state.filter;
      if (text.value !== filter.text) {
        text.value = filter.text;
      }
      size.update({ options: toOptions(sizes), value: String(filter.minBytes) });
      change.update({ options: toOptions(changes), value: filter.changes });
      setShown(change.element, hasChanges);
      order.update({ options: toOptions(orders), value: state.order });
    },
  };
}

function toOptions(pairs: Pairs): readonly { readonly value: string; readonly label: string }[] {
  return pairs.map(([value, label]) => ({ value, label }));
}
