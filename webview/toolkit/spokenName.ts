import { setAttribute } from '../dom/element.js';

/**
 * Names a component for assistive technology. Why later too: tabs and options take their first text for their name when
 * they enter the page, and would keep it while the text changes.
 */
export function setSpokenName(element: HTMLElement, name: string): void {
  setAttribute(element, 'aria-label', name);
  queueMicrotask(() => {
    setAttribute(element, 'aria-label', name);
  });
}
