import { createElement } from '../dom/element.js';
import { createIcon } from '../dom/icon.js';

/** Creates what is shown while there is no build: how to start one. */
export function createEmptyState(): HTMLElement {
  const element = createElement('section', { class: 'empty' });
  element.append(
    createIcon('package').element,
    createElement('h1', {}, 'No builds yet'),
    createElement(
      'p',
      {},
      'Build an image to watch it here: every step on every platform, and what came of it.',
    ),
    createElement(
      'ul',
      {},
      createElement(
        'li',
        {},
        'Right-click a Dockerfile or a recipe file in the Explorer and choose ',
        createElement('strong', {}, 'Build OCI Image'),
        '.',
      ),
      createElement(
        'li',
        {},
        'Or press ',
        createElement('kbd', {}, 'F1'),
        ' and run ',
        createElement('strong', {}, 'OCI Recipe: Build for All Recipe Platforms'),
        '.',
      ),
    ),
  );
  return element;
}
