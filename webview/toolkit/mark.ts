import { createElement } from '../dom/element.js';

/**
 * Creates a round label for a number. Why not the component: its template carries a style attribute, which the page's
 * security policy refuses.
 */
export function createBadge(): HTMLElement {
  return createElement('span', { class: 'badge' });
}

/** Creates a line between two parts of the page. */
export function createDivider(): HTMLElement {
  return document.createElement('vscode-divider');
}

/**
 * Creates a ring that turns, for the eye alone. Why hidden from assistive technology: the component makes itself an
 * assertive alert, while the text beside it says the same calmly.
 */
export function createProgressRing(): HTMLElement {
  return createElement(
    'span',
    { class: 'ring', 'aria-hidden': 'true' },
    document.createElement('vscode-progress-ring'),
  );
}
