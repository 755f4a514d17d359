import type { ExplorerAction, ExplorerView } from '../../src/bridge/explorerProtocol.js';
import { createElement, setAttribute, setShown, setText, type Part } from '../dom/element.js';
import { createIcon } from '../dom/icon.js';
import { createTextButton } from '../toolkit/button.js';
import { createDropdown } from '../toolkit/dropdown.js';

import type { ExplorerActions } from './explorerActions.js';
import type { Shown } from './explorerChoice.js';

/** The view, and what of it is shown. */
export interface ExplorerHeaderView {
  readonly view: ExplorerView;
  readonly shown: Shown;
}

const nothing = 'none';
const other = 'other';

const buttons: readonly (readonly [ExplorerAction, string])[] = [
  ['convert', 'Convert…'],
  ['verify', 'Verify'],
  ['inspect', 'Inspect'],
];

/** Creates the top of the explorer: which image is shown, with which it is compared, and what can be done with it. */
export function createExplorerHeader(actions: ExplorerActions): Part<ExplorerHeaderView> {
  const name = createElement('h1', { class: 'explorer-name' });
  const image = createDropdown('Image', actions.chooseImage);
  const against = createDropdown('Compare with', (value) => {
    if (value === other) {
      actions.post('run', { action: 'compare' });
    } else {
      actions.compareWith(value === nothing ? undefined : value);
    }
  });
  const tools = createElement('div', { class: 'explorer-tools' });
  for (const [action, label] of buttons) {
    const press = (): void => {
      actions.post('run', { action });
    };
    tools.append(createTextButton(label, press).element);
  }
  const refresh = createTextButton('Read Again', () => {
    actions.post('refresh', {});
  });
  tools.append(refresh.element);
  const title = createElement('div', { class: 'explorer-title' }, createIcon('package').element, name);
  const choices = createElement('div', { class: 'explorer-choices' }, image.element, against.element);
  return {
    element: createElement('header', { class: 'explorer-header' }, title, choices, tools),
    update: ({ view, shown }) => {
      setText(name, view.title);
      setAttribute(name, 'title', view.sources.join('\n'));
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
