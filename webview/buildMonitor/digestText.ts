import { createElement } from '../dom/element.js';
import { formatShortDigest } from '../format/digest.js';
import { createIconButton } from '../toolkit/button.js';

import type { MonitorActions } from './monitorActions.js';

const confirmedMs = 1_500;

/** Creates a digest, shortened, with a button that copies all of it. `name` says which digest it is. */
export function createDigest(name: string, digest: string, actions: MonitorActions): HTMLElement {
  const copy = createIconButton('copy', `Copy ${name}`, (icon) => {
    actions.copy(digest, name);
    icon.show('succeeded');
    setTimeout(() => {
      icon.show('copy');
    }, confirmedMs);
  });
  return createElement(
    'span',
    { class: 'digest' },
    createElement('code', { title: digest }, formatShortDigest(digest)),
    copy,
  );
}
