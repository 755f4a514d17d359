import { createElement, setAttribute, setShown, type Part } from '../dom/element.js';
import { createToolButton } from '../toolkit/button.js';
import { createDropdown } from '../toolkit/dropdown.js';

import { noFilter, type FileFilter, type FileOrder, type TreeState } from './visibleRows.js';

/** What the bar shows. */
export interface FilterBarView {
  readonly state: TreeState;
  /** The state in which the user has chosen nothing yet. */
  readonly usual: TreeState;
  /** Whether rows can be added, changed or removed at all. */
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

/**
 * Creates the bar that filters and orders a tree. Where it is narrow, all but the name is behind a button; what is in
 * use is shown until the user puts it away.
 */
export function createFilterBar(onChange: (change: Partial<TreeState>) => void): Part<FilterBarView> {
  let shown: FilterBarView | undefined;
  let isOpen: boolean | undefined;
  const text = createTextInput((value) => {
    set({ text: value });
  });
  const choices = createChoices(onChange, (change) => {
    set(change);
  });
  const more = createToolButton('filter', 'Filter by size and order', () => {
    isOpen = element.dataset['choices'] !== 'open';
    update();
  });
  more.element.classList.add('filter-more');
  const set = (change: Partial<FileFilter>): void => {
    onChange({ filter: { ...(shown?.state.filter ?? noFilter), ...change } });
  };
  const element = createElement('div', { class: 'filter-bar' }, text, more.element, choices.element);
  const update = (): void => {
    if (shown !== undefined) {
      const { state, usual } = shown;
      const isUsed =
        state.order !== usual.order ||
        state.filter.minBytes !== usual.filter.minBytes ||
        state.filter.changes !== usual.filter.changes;
      const areShown = isOpen ?? isUsed;
      setAttribute(element, 'data-choices', areShown ? 'open' : 'closed');
      setAttribute(more.element, 'data-used', String(isUsed));
      more.setExpanded(areShown);
      if (text.value !== state.filter.text) {
        text.value = state.filter.text;
      }
      choices.update(shown);
    }
  };
  return {
    element,
    update: (view) => {
      shown = view;
      update();
    },
  };
}

function createTextInput(onInput: (value: string) => void): HTMLInputElement {
  const input = createElement('input', {
    class: 'filter-text',
    type: 'search',
    placeholder: 'Filter by name, or by path with a /',
    'aria-label': 'Filter by name',
    spellcheck: 'false',
  });
  input.addEventListener('input', () => {
    onInput(input.value);
  });
  return input;
}

function createChoices(
  onChange: (change: Partial<TreeState>) => void,
  set: (change: Partial<FileFilter>) => void,
): Part<FilterBarView> {
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
    element: createElement('div', { class: 'filter-choices' }, size.element, change.element, order.element),
    update: ({ state: { filter, order: chosen }, hasChanges }) => {
      size.update({ options: toOptions(sizes), value: String(filter.minBytes) });
      change.update({ options: toOptions(changes), value: filter.changes });
      setShown(change.element, hasChanges);
      order.update({ options: toOptions(orders), value: chosen });
    },
  };
}

function toOptions(pairs: Pairs): readonly { readonly value: string; readonly label: string }[] {
  return pairs.map(([value, label]) => ({ value, label }));
}
