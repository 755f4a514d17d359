import type { Part } from './element.js';

/** How the values of a list become parts of the page. */
export interface KeyedListOptions<Value> {
  /** Names a value; equal keys are the same part. Must be unique in a list. */
  readonly keyOf: (value: Value) => string;
  readonly createPart: (value: Value) => Part<Value>;
  /** A child of the parent that the list comes after; without it, the list comes first. */
  readonly after?: HTMLElement;
}

/** A parent whose children follow a list of values. */
export interface KeyedList<Value> {
  /** Updates known parts in place, adds new ones, removes those that are gone and keeps the order of the values. */
  update(values: readonly Value[]): void;
  /** The element of a key, if it is shown. */
  elementOf(key: string): HTMLElement | undefined;
}

/**
 * Keeps children of `parent` in step with a list. Children that are not from this list are left alone, so several
 * lists may share a parent.
 */
export function createKeyedList<Value>(
  parent: HTMLElement,
  options: KeyedListOptions<Value>,
): KeyedList<Value> {
  const parts = new Map<string, Part<Value>>();
  return {
    update: (values) => {
      removeMissing(parts, new Set(values.map(options.keyOf)));
      let previous = options.after;
      for (const value of values) {
        const part = partOf(parts, value, options);
        part.update(value);
        place(parent, part.element, previous);
        previous = part.element;
      }
    },
    elementOf: (key) => parts.get(key)?.element,
  };
}

function removeMissing<Value>(parts: Map<string, Part<Value>>, keys: ReadonlySet<string>): void {
  for (const [key, part] of parts) {
    if (!keys.has(key)) {
      part.element.remove();
      parts.delete(key);
    }
  }
}

function partOf<Value>(
  parts: Map<string, Part<Value>>,
  value: Value,
  options: KeyedListOptions<Value>,
): Part<Value> {
  const key = options.keyOf(value);
  const known = parts.get(key);
  if (known !== undefined) {
    return known;
  }
  const part = options.createPart(value);
  parts.set(key, part);
  return part;
}

/** Why: an element that is moved loses its focus and scroll position, so one that already stands right is not touched. */
function place(parent: HTMLElement, element: HTMLElement, previous: HTMLElement | undefined): void {
  if (element.parentElement === parent && (previous === undefined || follows(element, previous))) {
    return;
  }
  if (previous === undefined) {
    parent.prepend(element);
  } else {
    previous.after(element);
  }
}

function follows(element: HTMLElement, previous: HTMLElement): boolean {
  return (previous.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
