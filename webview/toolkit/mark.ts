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

/** Creates a ring that turns; `label` says what is waited for. */
export function createProgressRing(label: string): HTMLElement {
  const ring = document.createElement('vscode-progress-ring');
  ring.setAttribute('aria-label', label);
  return ring;
}
