import type { ExplorerAction, ExplorerView } from '../../src/bridge/explorerProtocol.js';
import { createElement, setAttribute, setShown, setText, type Part } from '../dom/element.js';
import { createIcon, type IconName } from '../dom/icon.js';
import { createToolButton } from '../toolkit/button.js';
import { createDropdown } from '../toolkit/dropdown.js';

import type { ExplorerActions } from './explorerActions.js';
import type { Shown } from './explorerChoice.js';

/** The view, and what of it is shown. */
export interface ExplorerHeaderView {
  readonly view: ExplorerView;
  readonly shown: Shown;
  /** Whether the archive is being read anew while what is known of it is still shown. */
  readonly isReadAgain: boolean;
}

const tools: readonly (readonly [ExplorerAction, IconName, string])[] = [
  ['convert', 'convert', 'Convert…'],
  ['verify', 'verify', 'Verify'],
  ['inspect', 'inspect', 'Inspect'],
];

/** Creates the top of the explorer: which image is shown, with which it is compared, and what can be done with it. */
export function createExplorerHeader(actions: ExplorerActions): Part<ExplorerHeaderView> {
  const name = createElement('h1', { class: 'explorer-name' });
  const title = createElement('div', { class: 'explorer-title' }, createIcon('package').element, name);
  const choices = createChoices(actions);
  const toolbar = createToolbar(actions);
  return {
    element: createElement('header', { class: 'explorer-header' }, title, choices.element, toolbar.element),
    update: (next) => {
      setText(name, next.view.title);
      setAttribute(name, 'title', next.view.sources.join('\n'));
      choices.update(next);
      toolbar.update(next);
    },
  };
}

const nothing = 'none';
const other = 'other';

function createChoices(actions: ExplorerActions): Part<ExplorerHeaderView> {
  const image = createDropdown('Image', actions.chooseImage);
  const against = createDropdown('Compare with', (value) => {
    if (value === other) {
      actions.compareWithOther();
    } else {
      actions.compareWith(value === nothing ? undefined : value);
    }
  });
  return {
    element: createElement('div', { class: 'explorer-choices' }, image.element, against.element),
    update: ({ view, shown }) => {
      const options = view.images.map(({ id, label }) => ({ value: id, label }));
      image.update({ options, value: shown.image.id });
      setShown(image.element, options.length > 1);
      const others = options.filter(({ value }) => value !== shown.image.id);
      against.update({
        options: [
          { value: nothing, label: 'Compare with…' },
          ...others.map(({ value, label }) => ({ value, label: `Compared with ${label}` })),
          { value: other, label: 'Another image…' },
        ],
        value: shown.against?.id ?? nothing,
      });
    },
  };
}

function createToolbar(actions: ExplorerActions): Part<ExplorerHeaderView> {
  const element = createElement('div', {
    class: 'explorer-tools',
    role: 'group',
    'aria-label': 'Actions',
  });
  for (const [action, icon, label] of tools) {
    const press = (): void => {
      actions.post('run', { action });
    };
    element.append(createToolButton(icon, label, press).element);
  }
  const refresh = createToolButton('refresh', 'Read Again', () => {
    actions.post('refresh', {});
  });
  element.append(refresh.element);
  return {
    element,
    update: ({ isReadAgain }) => {
      refresh.icon.show(isReadAgain ? 'running' : 'refresh');
    },
  };
}
