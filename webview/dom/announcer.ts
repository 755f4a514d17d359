import { createElement } from './element.js';

const pauseMs = 2_000;

/** Speaks to assistive technology. */
export interface Announcer {
  readonly element: HTMLElement;
  announce(sentences: readonly string[]): void;
}

/**
 * Creates the live region. Sentences that come within two seconds of the last are gathered and spoken together, so
 * that a busy build does not interrupt itself.
 */
export function createAnnouncer(): Announcer {
  const element = createElement('div', {
    class: 'visually-hidden',
    role: 'status',
    'aria-live': 'polite',
  });
  let waiting: string[] = [];
  let resting = false;
  const speak = (): void => {
    resting = waiting.length > 0;
    if (resting) {
      element.textContent = waiting.join(' ');
      waiting = [];
      setTimeout(speak, pauseMs);
    }
  };
  return {
    element,
    announce: (sentences) => {
      waiting.push(...sentences.filter((sentence) => !waiting.includes(sentence)));
      if (!resting) {
        speak();
      }
    },
  };
}
