import { createElement, setAttribute, type Part } from './element.js';

/** How much of the pane the first part takes, in percent. */
const limits = { least: 15, most: 85, usual: 48 } as const;
const stepPercent = 2;

/**
 * Creates the line between the two parts of `pane`, to be moved with the pointer or the arrow keys; a double click puts
 * it back. It sets the custom property `--split` of the pane, which the style sheet uses for columns or rows.
 * `label` says whose size it is.
 */
export function createSplitter(
  pane: HTMLElement,
  label: string,
  onMove: (percent: number) => void,
): Part<number | undefined> {
  const element = createElement('div', {
    class: 'splitter',
    role: 'separator',
    tabindex: '0',
    'aria-label': label,
    'aria-valuemin': String(limits.least),
    'aria-valuemax': String(limits.most),
  });
  let shown: number = limits.usual;
  const move = (percent: number): void => {
    onMove(Math.round(Math.min(Math.max(percent, limits.least), limits.most)));
  };
  element.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    if (element.hasPointerCapture(event.pointerId)) {
      move(percentAt(pane, event));
    }
  });
  element.addEventListener('dblclick', () => {
    move(limits.usual);
  });
  element.addEventListener('keydown', (event) => {
    const towards = directionOf(event.key);
    if (towards !== 0) {
      event.preventDefault();
      move(shown + towards * stepPercent);
    }
  });
  return {
    element,
    update: (percent) => {
      shown = percent ?? limits.usual;
      setAttribute(element, 'aria-orientation', isStacked(pane) ? 'horizontal' : 'vertical');
      setAttribute(element, 'aria-valuenow', String(shown));
      pane.style.setProperty('--split', `${shown}%`);
    },
  };
}

function directionOf(key: string): number {
  if (key === 'ArrowLeft' || key === 'ArrowUp') {
    return -1;
  }
  return key === 'ArrowRight' || key === 'ArrowDown' ? 1 : 0;
}

function percentAt(pane: HTMLElement, pointer: PointerEvent): number {
  const box = pane.getBoundingClientRect();
  return isStacked(pane)
    ? ((pointer.clientY - box.top) / box.height) * 100
    : ((pointer.clientX - box.left) / box.width) * 100;
}

/** Whether the parts lie one above the other, as the style sheet says by a custom property. */
function isStacked(pane: HTMLElement): boolean {
  return getComputedStyle(pane).getPropertyValue('--stacked') === '1';
}
